"""The WSGI entry: granian imports it in each worker, which is where the keeper's thread starts."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpapi.settings")
application = get_wsgi_application()

from publishing import keeper  # noqa: E402  (Django must be set up first)

keeper.start()
