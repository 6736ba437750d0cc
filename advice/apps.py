"""Registers topics as public content, how an answer reads, and which of their words are ours.

A mistake in the list of documents stops the start.
"""

from django.apps import AppConfig


class AdviceConfig(AppConfig):
    name = "advice"

    def ready(self) -> None:
        from advice import quoting, remarks, upgrades  # noqa: F401  (upgrades register themselves)
        from advice.kinds import TOPIC
        from advice.reading import READERS
        from publishing import readers, registry
        from publishing.remarks import also_ask

        quoting.documents()
        registry.register(TOPIC)
        readers.register(READERS)
        also_ask(remarks.remarks)
