"""Registers organisations and services as public content, and tells what is wrong or odd in any text.

What is wrong with a file of bank holidays stops the start.
"""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "services"

    def ready(self) -> None:
        from publishing import finding, plain_text, registry, remarks
        from services import cautions, prose, upgrades  # noqa: F401  (which registers itself)
        from services.contacts import numbers
        from services.hours import bank_holidays
        from services.kinds import ORGANISATION, SERVICE

        bank_holidays.foreseen(bank_holidays.FORESEEN)
        bank_holidays.proclaimed(bank_holidays.PROCLAIMED)
        registry.register(SERVICE)
        registry.register(ORGANISATION)
        plain_text.also_ask(prose.fault)
        finding.read_numbers_with(numbers.spelt_out)
        remarks.also_ask(prose.remarks)
        remarks.also_ask(cautions.remarks)
