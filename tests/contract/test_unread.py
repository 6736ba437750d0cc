"""A parameter that nothing reads stops the start: it would be ignored in silence."""

from dataclasses import dataclass

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from publishing.api.question import number
from services.api.questions import ServicesQuestion
from services.api.views import ServiceList


@dataclass(frozen=True, kw_only=True)
class Longer(ServicesQuestion):
    shoe_size: int | None = number("The size of their shoes.", 1, 60)

    @property
    def shoes(self) -> int | None:
        return self.shoe_size


def test_every_parameter_of_every_address_is_read():
    call_command("check")


def test_a_parameter_that_nothing_reads_is_named_with_its_address(monkeypatch):
    monkeypatch.setattr(ServiceList, "question_class", Longer)

    with pytest.raises(SystemCheckError, match=r"ServiceList takes “shoe_size”, and nothing in its answer reads it"):
        call_command("check")


def test_a_parameter_that_the_answer_reads_is_taken(monkeypatch):
    monkeypatch.setattr(ServiceList, "question_class", Longer)
    monkeypatch.setattr(Longer, "among", lambda question, services: services[: question.shoes])

    with pytest.raises(SystemCheckError) as refused:
        call_command("check")

    assert "“shoe_size”" not in str(refused.value)
    assert "“q”" in str(refused.value)
