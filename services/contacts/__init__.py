"""What may be published as a way to reach a service: numbers, addresses, descriptions, and the deny-list.

A planted or stale number is the worst thing this system could serve, so everything unclear is refused, with words that
tell an editor what to do. Nothing here needs Django: a model's `clean()` turns `ContactError` into its own error.
"""

from services.contacts.addresses import judge_url
from services.contacts.apps import MESSAGING_KINDS, platform
from services.contacts.denied import deny_list, refuse_denied, refuse_digits
from services.contacts.judging import KINDS, NUMBER_KINDS, judge, judge_mailbox, value_as_typed
from services.contacts.numbers import normal_form, refuse_number
from services.contacts.values import Contact, ContactError, as_read

__all__ = [
    "KINDS",
    "MESSAGING_KINDS",
    "NUMBER_KINDS",
    "Contact",
    "ContactError",
    "as_read",
    "deny_list",
    "judge",
    "judge_mailbox",
    "judge_url",
    "normal_form",
    "platform",
    "refuse_denied",
    "refuse_digits",
    "refuse_number",
    "value_as_typed",
]
