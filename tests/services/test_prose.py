"""Numbers and addresses are judged wherever they stand: in any sentence, in any link, however they are spelt."""

import pytest

from services import prose
from services.prose import ADDRESS, EMAIL, NUMBER

REFUSED = [
    ("If you are under 35 you can also text 07786 209 697.", "07786"),
    ("Text 07786209697", "old or wrong"),
    ("Text +44 7786 209697 now", "old or wrong"),
    ("Text 0044 7786-209-697", "old or wrong"),
    ("Text +44 (0)7786 209 697", "old or wrong"),
    ("Text 07786 (209) 697", "old or wrong"),
    ("Text 07786.209.697", "old or wrong"),
    ("Text 07786 – 209697", "old or wrong"),
    ("Text 07786\u00a0209\u2009697", "old or wrong"),
    ("Text 07786\u00ad209697", "old or wrong"),
    ("Text ０７７８６ ２０９６９７", "old or wrong"),
    ("Text ٠٧٧٨٦ ٢٠٩٦٩٧", "old or wrong"),
    ("Text O7786 2O9697", "old or wrong"),
    ("Text 07786 209697 or 07860 039967.", "old or wrong"),
    ("Call 0800 1111/07786 209697", "old or wrong"),
    ("Call 116 123, 07786 209697", "old or wrong"),
    ("Write at https://wa.me/447786209697 any time", "old or wrong"),
    ("Write at https://api.whatsapp.com/send?phone=447786209697&text=hello", "old or wrong"),
    ("Write at https://wa.me/%34%34%37786209697", "old or wrong"),
    ("Write at sms:+447786209697", "old or wrong"),
    ("Text HELP to 88858", "old or wrong"),
    ("By textphone on 18001 0800 22 44 88", "old or wrong"),
    ("By relay on 18001 07786 209697", "old or wrong"),
    ("Meic is on 080 880 2345", "old or wrong"),
    ("Call 0901 234 5678", "premium"),
    ("Call 09012345678", "premium"),
    ("Call 0845 123 4567 in the evening", "service charge"),
    ("Call 0870-123-4567.", "service charge"),
    ("Call +44 871 234 5678", "service charge"),
    ("Call 070 1234 5678", "personal numbers"),
    ("Call 0800 1111/0901 234 5678", "premium"),
    ("Open https://wa.me/449012345678", "premium"),
    ("Ask 118 500 for the number", "directory enquiries"),
    ("Call +1 900 234 5678", "cost more"),
    ("Call 0808 157 012", "dialled"),
    ("Call 0808 157 01234", "dialled"),
    ("Call 01234 56789012", "dialled"),
    ("Open javascript:alert(1)", "never published"),
    ("Open data:text/html,hello", "never published"),
    ("Open ftp://example.org/file", "never published"),
    ("Open https://someone@example.org", "user name"),
    ("Open https://example.org:8443/help", "port"),
    ("Open https://127.0.0.1/help", "whole web address"),
    ("Open https://ex\u0430mple.org", "letters that may look like"),
    ("Open https://xn--exmple-4nf.org", "letters that may look like"),
    ("Call tel:+19005550123", "cost more"),
    ("Call TEL:%2B1%39005550123.", "cost more"),
    ("Call tel://+44-901-234-5678", "premium"),
    ("Write at sms:+19005550123?body=HELP", "cost more"),
    ("Write at smsto:0808157012", "dialled"),
    ("Call tel:118500", "directory enquiries"),
    ("Call Tel:+1 900 555 0123", "cost more"),
    ("Write at mailto:help@xn--exmple-4nf.org", "letters that may look like"),
    ("Text 07860#039967", "old or wrong"),
    ("Look at \u0441hildline.org.uk", "letters that may look like"),
    ("Write to help@ex\u0430mple.org", "letters that may look like"),
]

LEFT = [
    "Call 0808 157 0123.",
    "Call tel:+448081570123, or (tel:08081570123). Text sms:85258?body=HELP; or tel:1800108081570123.",
    "Tel:0808 157 0123, tel: 0808 157 0123, Tel:see below; write to mailto:help@example.org",
    "Call 0808\u2013157\u20110123, free.",
    "Call 0800 1111 or 116 123, or text 85258.",
    "Call 0800 1111/0808 157 0123",
    "Meic is on 080880 23456",
    "NHS inform: 0800 22 44 88; by relay 18001 0800 22 44 99",
    "Call +44 (0)20 7946 0123 from abroad, +353 1800 247 247 from Ireland",
    "Open 9 to 5, 09:00-17:00, from 01/02/2026 to 03.04.2027 (2026-02-01).",
    "In 2024 there were 118 people, 10,000 calls and 1,234,567 texts.",
    "Section 52, 52A and 52B of the 1982 Act; case 793382.",
    "0300 or 0345 numbers cost as much as 01 or 02 numbers. £0.90, 0.5%, 090.",
    "See www.example.org.uk/help, https://example.org/a?b=1 (or http://example.org/old).",
    "Write to help@example.org; find us as @helpline.",
    "Note: this is open. See:a list. e.g. this, i.e. that. U.K. and St.Andrews",
    "https://www.example.org/news/2025-09-10/spike-4258475-in-090123",
    "digest 3037c2f7aa8234e7e9e5228bce076db1d50e256c8a8ceb96022344f86a5a8252",
    "Llinell gymorth Gymraeg: ffoniwch 0800 1111. Café, Straße.",
    "",
]


@pytest.mark.parametrize("text, words", REFUSED)
def test_what_must_not_be_published_is_refused_wherever_it_stands(text, words):
    assert words in prose.fault(text)


@pytest.mark.parametrize("text", LEFT)
def test_what_is_right_or_no_number_is_left(text):
    assert prose.fault(text) == ""


def test_a_refusal_quotes_what_it_is_about_and_says_the_way_out():
    refused = prose.fault("Call Ann on 0808 157 012, or 0800 1111.")

    assert "“0808 157 012”" in refused
    assert "Check each digit against the organisation's own page." in refused


FOUND = [
    ("Call 0808 157 0123, free.", [(NUMBER, "0808 157 0123", "+448081570123")]),
    ("Call 0808 157 0123 or +44 808 157 0123.", [(NUMBER, "0808 157 0123", "+448081570123")]),
    ("Text HELP to 85258.", [(NUMBER, "85258", "85258")]),
    ("Call 116 123 at night", [(NUMBER, "116 123", "116123")]),
    ("There were 111 calls in 999 days", []),
    ("By relay: 18001 0808 157 0123", [(NUMBER, "18001 0808 157 0123", "18001+448081570123")]),
    ("See https://example.org/Help.", [(ADDRESS, "https://example.org/Help", "https://example.org/help")]),
    ("Write to Help@example.org, please", [(EMAIL, "Help@example.org", "help@example.org")]),
]


@pytest.mark.parametrize("text, expected", FOUND)
def test_what_a_text_names_is_told_in_the_form_to_compare_it_by(text, expected):
    assert [(one.kind, one.text, one.value) for one in prose.found(text)] == expected
