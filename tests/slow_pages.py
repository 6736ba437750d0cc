"""The application with one page more, which takes five seconds: what a slow page of the admin is to its neighbours."""

import time

from helpapi.wsgi import application as plain

SECONDS = 5


def application(environ, start_response):
    if environ["PATH_INFO"] != "/admin/slow":
        return plain(environ, start_response)
    time.sleep(SECONDS)
    start_response("200 OK", [("Content-Length", "0")])
    return [b""]
