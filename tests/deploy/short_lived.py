"""The application with answers that are good for a second, so that a test need not wait for a minute."""

import re

from helpapi.wsgi import application as long_lived


def application(environ, start_response):
    def shortened(status, headers):
        return start_response(
            status, [(name, re.sub(r"max-age=[1-9]\d*", "max-age=1", value)) for name, value in headers]
        )

    return long_lived(environ, shortened)
