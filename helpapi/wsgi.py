"""The WSGI entry: granian imports it in each worker, which is where the keeper's threads start."""

import os
from wsgiref.util import setup_testing_defaults

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpapi.settings")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402  (Django must be set up first)

from helpapi import checks  # noqa: E402
from helpapi.logs import access  # noqa: E402
from helpapi.requests import Request  # noqa: E402
from publishing import keeper  # noqa: E402

application.request_class = Request
checks.refuse_to_start()
keeper.start()

# The first answer of its kind takes a third of a second, for code and data files are read then: not a reader's third,
# nor a line in the log.
access.disabled = True
for query in ("age=15&region=scotland", "age=15&outcode=EH1"):
    ours = settings.ALLOWED_HOSTS[0].lstrip(".").replace("*", "localhost")
    environ = {"PATH_INFO": "/api/v1/help", "QUERY_STRING": query, "HTTP_HOST": ours}
    setup_testing_defaults(environ)
    b"".join(application(environ, lambda status, headers: None))
access.disabled = False
