"""The application: Django set up, its settings and its code found right, and as quick with the first question as ever.

Whatever is imported here is there before anybody asks. A process that starts workers imports it once for all of them
(helpapi/running/serving.py), so nothing here starts a thread or asks the database.
"""

import gc
import os
import sys
from wsgiref.util import setup_testing_defaults

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "helpapi.settings"  # whatever another project has set
django = get_wsgi_application()

from django.conf import settings  # noqa: E402  (Django must be set up first)

from helpapi.contract.checks import every_parameter_is_read  # noqa: E402
from helpapi.running import checks, watching  # noqa: E402
from helpapi.running.at_worst import at_worst  # noqa: E402
from helpapi.running.direct import directly  # noqa: E402
from helpapi.running.logs import access  # noqa: E402
from helpapi.running.requests import Request, beneath  # noqa: E402
from helpapi.running.turns import taking_turns  # noqa: E402
from publishing import keeper  # noqa: E402

django.request_class = Request
checks.refuse_to_start(*every_parameter_is_read())

# A public node has one turn, which is fastest; where there is an admin, a slow page must not hold up a reader.
answering = directly(django)
turned = taking_turns(answering, at_once=1 if settings.ROLE == "public" else 4)
application = at_worst(beneath(settings.PREFIX, turned))

# Seconds that the thread which answers may go on while granian's own waits to send: with Python's 5 ms, one answer in a
# hundred takes two to six times as long under load.
SOON = 0.0005
_warm_with: str | None = None  # the digest of an edition


def start() -> None:
    """Begin to answer, in the process that does: hold the newest edition there is, and follow the database."""
    sys.setswitchinterval(SOON)
    keeper.start()
    watching.start()
    warm()


def warm() -> None:
    """Answer once from the edition that is held, unless that was done before this process was forked.

    The first answer of its kind takes a third of a second, for code and data files are read then: not a reader's
    third, nor a line in the log.
    """
    global _warm_with
    digest = keeper.status().digest
    if digest is None or digest != _warm_with:
        access.disabled = True
        for query in ("age=15&region=scotland", "age=15&outcode=EH1"):
            ours = settings.ALLOWED_HOSTS[0].lstrip(".").replace("*", "localhost")
            environ = {"PATH_INFO": "/api/v1/help", "QUERY_STRING": query, "HTTP_HOST": ours}
            setup_testing_defaults(environ)
            b"".join(answering(environ, lambda status, headers, error=None: lambda body: None))
        access.disabled = False
        _warm_with = digest

    # Whatever is there by now stays. Without this the collector looks through all of it a second after the start, and
    # every reader of this worker waits for it: 70 to 95 ms. And it would make a copy of all that was there at a fork.
    gc.collect()
    gc.freeze()
