"""The WSGI entry: granian imports it in each worker, which is where the keeper's threads start."""

from helpapi.running.application import application as application
from helpapi.running.application import start

start()
