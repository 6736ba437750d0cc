"""The tables of the app, each beside what it is for."""

from partners.webhooks.models import Delivery, Endpoint

__all__ = ["Delivery", "Endpoint"]
