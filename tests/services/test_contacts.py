"""Which numbers, addresses and descriptions may be published, and what an editor is told about the rest."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services import contacts
from services.contacts import KINDS, ContactError, denied, deny_list, judge, judge_url, judging

# As printed, what to dial, what an app opens.
GOOD_PHONES = [
    ("999", "999", "tel:999"),
    ("112", "112", "tel:112"),
    ("101", "101", "tel:101"),
    ("111", "111", "tel:111"),
    ("105", "105", "tel:105"),
    ("119", "119", "tel:119"),
    ("116 123", "116123", "tel:116123"),
    ("116123", "116123", "tel:116123"),
    ("116 000", "116000", "tel:116000"),
    ("18000", "18000", "tel:18000"),
    ("0800 1111", "+448001111", "tel:+448001111"),
    ("08001111", "+448001111", "tel:+448001111"),
    ("0800 83 85 87", "+44800838587", "tel:+44800838587"),
    ("0800 22 44 88", "+44800224488", "tel:+44800224488"),
    ("0800 068 4141", "+448000684141", "tel:+448000684141"),
    ("0808 80 10 800", "+448088010800", "tel:+448088010800"),
    ("08 08 16 89 111", "+448081689111", "tel:+448081689111"),
    ("080880 23456", "+448088023456", "tel:+448088023456"),
    ("0345 6000 459", "+443456000459", "tel:+443456000459"),
    ("0300 123 2040", "+443001232040", "tel:+443001232040"),
    ("020 7946 0123", "+442079460123", "tel:+442079460123"),
    ("(020) 7946 0123", "+442079460123", "tel:+442079460123"),
    ("020-7946-0123", "+442079460123", "tel:+442079460123"),
    ("+44 20 7946 0123", "+442079460123", "tel:+442079460123"),
    ("+44 (0)20 7946 0123", "+442079460123", "tel:+442079460123"),
    ("0044 20 7946 0123", "+442079460123", "tel:+442079460123"),
    ("0808 157 0123", "+448081570123", "tel:+448081570123"),
    ("03069 990123", "+443069990123", "tel:+443069990123"),
    ("0118 496 0123", "+441184960123", "tel:+441184960123"),
    ("+44 118 496 0123", "+441184960123", "tel:+441184960123"),
    ("07860 077333", "+447860077333", "tel:+447860077333"),
    ("+353 1800 247 247", "+3531800247247", "tel:+3531800247247"),
    ("00 353 1800 247 247", "+3531800247247", "tel:+3531800247247"),
    ("+1 800 843 5678", "+18008435678", "tel:+18008435678"),
    ("+800 1234 5678", "+80012345678", "tel:+80012345678"),
]

BAD_PHONES = [
    ("09012345678", "premium-rate"),
    ("090 1234 5678", "premium-rate"),
    ("0911 234 5678", "premium-rate"),
    ("0871 234 5678", "premium-rate"),
    ("0870 123 4567", "premium-rate"),
    ("0843 123 4567", "premium-rate"),
    ("0844 123 4567", "premium-rate"),
    ("0845 123 4567", "premium-rate"),
    ("070 1234 5678", "premium-rate"),
    ("07612 345678", "premium-rate"),
    ("07624 123456", "premium-rate"),
    ("118 500", "premium-rate"),
    ("118", "premium-rate"),
    ("+44 118 500", "premium-rate"),
    ("+44 901 234 5678", "premium-rate"),
    ("+44 (0)901 234 5678", "premium-rate"),
    ("0044 871 234 5678", "premium-rate"),
    ("0044 (0)844 123 4567", "premium-rate"),
    ("18001 0901 234 5678", "premium-rate"),
    ("18002 +44 870 123 4567", "premium-rate"),
    ("18001 118 500", "premium-rate"),
    ("0900", "premium-rate"),
    ("+1 900 234 5678", "premium-rate"),
    ("+979 100 123 456", "premium-rate"),
    ("+881 612 345 678", "premium-rate"),
    ("999 (emergencySMS)", "more-than-a-number"),
    ("call 101", "more-than-a-number"),
    ("101 or 999", "several-numbers"),
    ("0800 1111 / 0808 157 0123", "several-numbers"),
    ("0800 CHILD", "not-a-number"),
    ("020 7946 0123 ext 4", "more-than-a-number"),
    ("020 7946 0123;ext=4", "more-than-a-number"),
    ("８００ １１１１", "not-a-number"),
    ("0808 – – 157 0123 (free)", "not-a-number"),
    ("800 1111", "not-a-number"),
    ("0808 157 01", "not-a-number"),
    ("07700 900123", "not-a-number"),
    ("0808 157 012345", "not-a-number"),
    ("44999", "not-a-number"),
    ("44 20 7946 0123", "not-a-number"),
    ("+44 999", "premium-rate"),
    ("+44 116 123", "not-a-number"),
    ("+1 555 0100", "not-a-number"),
    ("++44 20 7946 0123", "more-than-a-number"),
    ("+", "not-a-number"),
    ("0", "not-a-number"),
    ("7", "not-a-number"),
    ("998", "not-a-number"),
    ("(0800 1111)", "more-than-a-number"),
    ("18001", "odd-relay"),
    ("18002", "odd-relay"),
    ("18001 18002", "odd-relay"),
    ("18001 18001 0800 1111", "odd-relay"),
    ("18001 18000", "odd-relay"),
    ("18001 +353 1800 247 247", "odd-relay"),
    ("", "empty"),
    (" \t\n", "empty"),
    ("0800\u200b1111", "hidden-character"),
    ("\u202e0800 1111", "hidden-character"),
    ("0800\n1111", "hidden-character"),
    ("0800" + " " * 40 + "1111", "too-long"),
]

# Every number and address of the seed and its supplement that is good enough to publish.
PUBLISHED = [
    ("web", "https://www.scotland.police.uk/advice-and-information/internet-safety/sextortion"),
    ("phone", "101"),
    ("in-person", "any police station"),
    ("bsl-video-relay", "contactSCOTLAND-BSL"),
    ("phone", "999"),
    ("bsl-video-relay", "999 BSL app or 999bsl.co.uk"),
    ("web", "https://www.ceop.police.uk/Safety-Centre/"),
    ("web-form", "https://www.ceop.police.uk/Safety-Centre/"),
    ("web", "https://www.stopncii.org"),
    ("email", "stopncii@swgfl.org.uk"),
    ("web", "https://www.revengepornhelpline.org.uk"),
    ("phone", "0345 6000 459"),
    ("web", "https://www.childline.org.uk/report-remove/"),
    ("web", "https://www.ceopeducation.co.uk"),
    ("email", "ceopeducation@nca.gov.uk"),
    ("web", "https://www.iwf.org.uk/resources/sextortion"),
    ("web-form", "https://www.iwf.org.uk"),
    ("web", "https://www.ncsc.gov.uk/guidance/sextortion-scams-how-to-protect-yourself"),
    ("email", "report@phishing.gov.uk"),
    ("web", "https://www.getsafeonline.org"),
    ("web", "https://www.papyrus-uk.org"),
    ("phone", "0800 068 4141"),
    ("email", "pat@papyrus-uk.org"),
    ("webchat", "https://www.papyrus-uk.org"),
    ("web", "https://www.samaritans.org"),
    ("phone", "116 123"),
    ("post", "Freepost SAMARITANS LETTERS"),
    ("in-person", "local branch"),
    ("web", "https://www.nhs24.scot"),
    ("phone", "111"),
    ("web", "https://www.kooth.com"),
    ("web", "https://www.togetherall.com"),
    ("web-form", "https://www.victimsupport.scot/self-referral"),
    ("phone", "0800 160 1985"),
    ("web", "https://www.childline.org.uk"),
    ("phone", "0800 1111"),
    ("webchat", "1-2-1 counsellor chat on the Childline site"),
    ("email", "email from a Childline account"),
    ("web", "https://www.nspcc.org.uk"),
    ("phone", "0808 800 5000"),
    ("email", "help@nspcc.org.uk"),
    ("web-form", "online reporting form on nspcc.org.uk"),
    ("web", "https://www.breathingspace.scot"),
    ("phone", "0800 83 85 87"),
    ("web", "https://giveusashout.org"),
    ("text", "85258"),
    ("web", "https://takeitdown.ncmec.org"),
    ("web", "https://www.victimsupport.org.uk"),
    ("phone", "08 08 16 89 111"),
    ("webchat", "live chat on victimsupport.org.uk"),
    ("web", "https://www.victimsupportni.com"),
    ("web", "https://www.lifelinehelpline.info"),
    ("phone", "0808 808 8000"),
    ("web", "https://www.gov.wales/live-fear-free"),
    ("phone", "0808 80 10 800"),
    ("text", "07860 077333"),
    ("webchat", "live chat on the Live Fear Free site"),
    ("web", "https://www.thecyberhelpline.com/gethelp"),
    ("webchat", "chatbot on thecyberhelpline.com"),
    ("web", "https://www.reportfraud.police.uk"),
    ("phone", "0300 123 2040"),
    ("web", "https://reportharmfulcontent.com"),
    ("web", "https://www.rapecrisisscotland.org.uk"),
    ("phone", "08088 01 03 02"),
    ("web", "https://247sexualabusesupport.org.uk"),
    ("webchat", "online chat on 247sexualabusesupport.org.uk"),
    ("web", "https://galop.org.uk"),
    ("phone", "0800 999 5428"),
    ("email", "help@galop.org.uk"),
    ("web", "https://www.meic.cymru"),
    ("phone", "080880 23456"),
    ("text", "84001"),
    ("webchat", "online chat on meic.cymru"),
    ("web", "https://saferinternet.org.uk"),
    ("phone", "0344 381 4772"),
    ("email", "helpline@saferinternet.org.uk"),
    ("web", "https://crimestoppers-uk.org/fearless/professionals/fearless-scotland/sextortion-campaign"),
    ("web", "https://www.psni.police.uk/safety-and-support/keeping-safe/sextortion"),
]

SUPERSEDED = [
    ("text", "07860 039967"),
    ("text", "07786 209697"),
    ("phone", "0808 068 4141"),
    ("phone", "08457 90 90 90"),
    ("phone", "08454 24 24 24"),
    ("phone", "0345 603 9213"),
    ("phone", "0845 60 39 213"),
    ("text", "88858"),
    ("textphone", "18001 0800 22 44 88"),
    ("phone", "0808 802 9999"),
    ("phone", "080 880 2345"),
]

GOOD_ADDRESSES = [
    "https://example.org",
    "https://www.example.org.uk/help/me?topic=images&age=15#now",
    "https://example.org:443/help",
    "HTTPS://Example.org/",
    "https://example.org/a%20b/(c)/~d,e;f=1",
    "https://example.org/@helpline",
]

BAD_ADDRESSES = [
    ("https://xn--hildline-2lf.org.uk/", "look-alike"),
    ("https://www.XN--hildline-2lf.org.uk/help", "look-alike"),
    ("http://example.org", "not-https"),
    ("//example.org/help", "not-https"),
    ("www.example.org", "not-https"),
    ("WWW.example.org", "not-https"),
    ("javascript:alert(1)", "odd-scheme"),
    ("JavaScript :alert(1)", "odd-scheme"),
    ("javascript://example.org/%0aalert(1)", "odd-scheme"),
    ("data:text/html,hello", "odd-scheme"),
    ("ftp://example.org/file", "odd-scheme"),
    ("file:///etc/hosts", "odd-scheme"),
    ("tel:999", "odd-scheme"),
    ("sms:85258", "odd-scheme"),
    ("mailto:help@example.org", "odd-scheme"),
    ("whatsapp://send?phone=1", "odd-scheme"),
    ("example.org:8080/help", "odd-scheme"),
    ("java\tscript:alert(1)", "hidden-character"),
    ("https://example.org/\x00", "hidden-character"),
    ("https://exam\u00adple.org", "hidden-character"),
    ("https://example.org/a b", "odd-characters"),
    ("see https://example.org", "not-an-address"),
    ("https://example.org\\@example.net", "odd-characters"),
    ("https://ex\u0430mple.org", "odd-characters"),
    ("https://example\u3002org", "odd-characters"),
    ("https://example.org/<script>", "odd-characters"),
    ("https://[2001:db8::1]/", "odd-characters"),
    ("https://someone@example.org", "has-credentials"),
    ("https://example.org:443@example.net", "has-credentials"),
    ("https://@example.org", "has-credentials"),
    ("https://example.org:8443/", "odd-port"),
    ("https://example.org:80", "odd-port"),
    ("https://example.org:", "odd-port"),
    ("https://localhost/", "not-an-address"),
    ("https://127.0.0.1/", "not-an-address"),
    ("https://0x7f.1/", "not-an-address"),
    ("https://2130706433/", "not-an-address"),
    ("https://example..org", "not-an-address"),
    ("https://example.org.", "not-an-address"),
    ("https://-example.org", "not-an-address"),
    ("https://exa%6dple.org", "not-an-address"),
    ("https:///example.org", "not-an-address"),
    ("https:example.org", "not-an-address"),
    ("https://", "not-an-address"),
    ("https://example.org/" + "a" * 500, "too-long"),
    ("", "empty"),
]

BAD_EMAILS = [
    ("help@", "not-an-email"),
    ("@example.org", "not-an-email"),
    ("help@localhost", "not-an-email"),
    ("help@127.0.0.1", "not-an-email"),
    ("help@example.org, other@example.org", "not-an-email"),
    ("help@example.org other", "not-an-email"),
    ("Help <help@example.org>", "not-an-email"),
    ("mailto:help@example.org", "not-an-email"),
    ("help?cc=someone@example.org", "not-an-email"),
    ("help%40example.net@example.org", "not-an-email"),
    ("he..lp@example.org", "not-an-email"),
    (".help@example.org", "not-an-email"),
    ("help@@example.org", "not-an-email"),
    ("help@ex\u0430mple.org", "not-an-email"),
    ("help@xn--exmple-4nf.org", "look-alike"),
    ("help@example.org?subject=x", "not-an-email"),
    ("a" * 65 + "@example.org", "not-an-email"),
    ("a@" + "b." * 130 + "org", "too-long"),
]

BAD_DESCRIPTIONS = [
    ("post", "ab", "not-a-description"),
    ("post", "12345", "not-a-description"),
    ("app", "0808 157 0123", "not-a-description"),
    ("in-person", "a <b>branch</b>", "not-a-description"),
    ("in-person", "javascript:alert(1)", "not-a-description"),
    ("post", "https://example.org", "not-a-description"),
    ("email", "https://example.org", "not-a-description"),
    ("email", "http://example.org/@help", "not-an-email"),
    ("post", "Freepost\nHELP", "hidden-character"),
    ("post", "Freepost \u202eHELP", "hidden-character"),
    ("post", "Freepost \ud800", "hidden-character"),
    ("webchat", "a" * 201, "too-long"),
    ("web", "the chat on our site", "not-an-address"),
    ("web", "example.org", "not-an-address"),
    ("bsl-video-relay", "http://example.org", "not-https"),
    ("fax", "0800 1111", "unknown-kind"),
]

BAD = (
    [("phone", value, code) for value, code in BAD_PHONES]
    + [(kind, value, "superseded") for kind, value in SUPERSEDED]
    + [("web", value, code) for value, code in BAD_ADDRESSES]
    + [("email", value, code) for value, code in BAD_EMAILS]
    + BAD_DESCRIPTIONS
)

REMEDIES = (
    "Ask ",
    "Begin ",
    "Check ",
    "Choose ",
    "Copy ",
    "Fill ",
    "Give ",
    "Make ",
    "Put ",
    "Say ",
    "Shorten ",
    "Take ",
    "Type ",
    "Use ",
    "Write ",
)


def refusal(kind, value):
    with pytest.raises(ContactError) as caught:
        judge(kind, value)
    return caught.value


@pytest.fixture
def deny(tmp_path, monkeypatch):
    """Puts a text in place of the deny-list."""

    def replace(text):
        path = tmp_path / "deny_list.yaml"
        path.write_text(text, encoding="utf-8")
        monkeypatch.setattr(denied, "DENY_LIST", path)
        judging._judged.cache_clear()
        return path

    yield replace
    judging._judged.cache_clear()


@pytest.mark.parametrize(("value", "dial", "uri"), GOOD_PHONES)
def test_a_number_is_kept_as_printed_and_dialled_in_full(value, dial, uri):
    contact = judge("phone", value)

    assert (contact.value, contact.dial, contact.relay_prefix, contact.uri) == (value, dial, "", uri)


@pytest.mark.parametrize(
    "value", ["0808–157–0123", "0808\u2011157\u20110123", "0808\u00ad157\u00ad0123", "0808−157−0123"]
)
def test_what_a_word_processor_made_of_a_number_is_read_as_it_was_typed(value):
    contact = judge("phone", value)

    assert contact.dial == "+448081570123"
    assert set(contact.value) <= set("0123456789-")


@pytest.mark.parametrize(("kind", "value", "code"), BAD)
def test_a_doubtful_detail_is_refused_for_its_true_reason(kind, value, code):
    assert refusal(kind, value).code == code


@pytest.mark.parametrize(("kind", "value", "code"), BAD)
def test_a_refusal_tells_the_editor_what_to_do(kind, value, code):
    fault, _, remedy = str(refusal(kind, value)).rpartition(". ")

    assert fault
    assert remedy.startswith(REMEDIES)


@pytest.mark.parametrize(("kind", "value"), PUBLISHED)
def test_every_published_channel_of_the_seed_passes(kind, value):
    assert judge(kind, value).value == value


@pytest.mark.parametrize(
    ("kind", "value", "dial", "uri"),
    [
        ("text", "85258", "85258", "sms:85258"),
        ("text", "88247", "88247", "sms:88247"),
        ("text", "84001", "84001", "sms:84001"),
        ("text", "999", "999", "sms:999"),
        ("text", "07860 077333", "+447860077333", "sms:+447860077333"),
        ("textphone", "18000", "18000", "tel:18000"),
        ("textphone", "0808 157 0123", "+448081570123", "tel:+448081570123"),
    ],
)
def test_a_text_number_opens_messages_and_a_textphone_dials(kind, value, dial, uri):
    contact = judge(kind, value)

    assert (contact.dial, contact.relay_prefix, contact.uri) == (dial, "", uri)


@pytest.mark.parametrize(
    ("value", "prefix", "dial", "uri"),
    [
        ("18001 0808 808 8000", "18001", "+448088088000", "tel:1800108088088000"),
        ("18001 +44 808 808 8000", "18001", "+448088088000", "tel:1800108088088000"),
        ("18002-0808-808-8000", "18002", "+448088088000", "tel:1800208088088000"),
        ("18001 101", "18001", "101", "tel:18001101"),
        ("18001 116 123", "18001", "116123", "tel:18001116123"),
    ],
)
def test_a_relay_prefix_is_split_off_and_dialled_before_the_national_number(value, prefix, dial, uri):
    contact = judge("textphone", value)

    assert (contact.relay_prefix, contact.dial, contact.uri) == (prefix, dial, uri)


def test_a_number_abroad_is_not_taken_for_a_relay_prefix():
    assert refusal("phone", "+18001 0808 157 0123").code == "not-a-number"


def test_a_text_number_takes_no_relay_prefix():
    assert refusal("text", "18001 0808 157 0123").code == "odd-relay"


def test_spaces_pasted_from_a_page_become_ordinary_ones():
    assert judge("phone", "\u00a0116\u00a0123\n").value == "116 123"


@pytest.mark.parametrize("kind", ["phone", "text", "textphone", "post", "webchat"])
@pytest.mark.parametrize(
    "value",
    [
        "0808 068 4141",
        "08080684141",
        "+44 808 068 4141",
        "0044 (0)808-068-4141",
        "18001 0808 068 4141",
        " 0808.068.4141",
    ],
)
def test_a_superseded_number_is_refused_in_any_spelling_and_under_any_kind(kind, value):
    assert refusal(kind, value).code == "superseded"


@pytest.mark.parametrize("kind", ["post", "webchat", "in-person"])
@pytest.mark.parametrize(
    "value",
    [
        "٠٧٨٦٠٠٣٩٩٦٧ call us",
        "０７８６０ ０３９９６７ call",
        "call 07860–039–967",
        "call 07860+039967",
        "call 07860#039967",
        "call 07860\u2044039967",
        "call %D9%A0%D9%A7%D9%A8%D9%A6%D9%A0039967",
    ],
)
def test_a_superseded_number_is_found_among_words_in_whatever_digits_and_signs(kind, value):
    assert refusal(kind, value).code == "superseded"


def test_a_wrong_number_too_short_to_dial_is_still_called_superseded():
    assert refusal("phone", "080880 2345").code == "superseded"
    assert judge("phone", "080880 23456").dial == "+448088023456"


def test_a_number_listed_behind_a_relay_prefix_is_right_without_it():
    assert refusal("phone", "180010800224488").code == "superseded"
    assert judge("phone", "0800 22 44 88").dial == "+44800224488"


def test_a_superseded_refusal_says_why():
    assert "NHS 24 replaced it with 111" in str(refusal("phone", "08454 24 24 24"))


def test_a_superseded_email_address_is_refused_in_any_case(deny):
    deny("- {kind: email, value: Old@Example.org, why: It was closed.}")

    assert refusal("email", "old@example.ORG").code == "superseded"
    assert judge("email", "new@example.org").uri == "mailto:new@example.org"


@pytest.mark.parametrize(
    "entry",
    [
        "{kind: phone, value: 88858, why: A number that is not quoted.}",
        "{kind: phone, value: '080 880 234S', why: A slip.}",
        "{kind: cost, value: '15p', why: Not a contact.}",
        "{kind: email, value: nobody, why: Not an address.}",
        "{kind: phone, value: '0800 1111'}",
        "{kind: phone, value: '0800 1111', why: ''}",
        "{kind: phone, value: '0800 1111', why: Known., note: More.}",
        "{kind: text, value: '+44 808 157 0000', why: The first entry again.}",
        "just words",
    ],
)
def test_a_malformed_deny_list_stops_everything_and_names_the_entry(deny, entry):
    deny(f"- {{kind: phone, value: '0808 157 0000', why: Known.}}\n- {entry}")

    with pytest.raises(RuntimeError, match=r"deny_list\.yaml: entry 2 "):
        judge("phone", "999")


def test_the_deny_list_is_read_once(deny):
    path = deny("- {kind: phone, value: '0808 157 0000', why: Known.}")
    first = deny_list(path)
    path.unlink()

    assert deny_list(path) is first


@pytest.mark.parametrize("value", GOOD_ADDRESSES)
def test_a_whole_https_address_is_opened_as_it_is(value):
    assert judge("web", value).uri == judge_url(value) == value


@pytest.mark.parametrize(("value", "code"), BAD_ADDRESSES)
def test_a_website_field_is_as_strict_as_a_channel(value, code):
    with pytest.raises(ContactError) as caught:
        judge_url(value)

    assert caught.value.code == code


def test_plain_http_passes_for_a_citation_alone():
    assert judge_url("http://example.org/old", allow_http=True) == "http://example.org/old"
    assert judge_url("https://example.org", allow_http=True) == "https://example.org"


@pytest.mark.parametrize(
    ("value", "code"),
    [("ftp://example.org", "odd-scheme"), ("http://localhost", "not-an-address"), ("//example.org", "not-https")],
)
def test_a_citation_allows_nothing_else(value, code):
    with pytest.raises(ContactError) as caught:
        judge_url(value, allow_http=True)

    assert caught.value.code == code


@pytest.mark.parametrize("kind", ["webchat", "web-form", "app", "bsl-video-relay"])
def test_an_address_in_a_channel_that_may_be_described_is_judged_as_an_address(kind):
    assert judge(kind, "https://example.org/chat").uri == "https://example.org/chat"
    assert refusal(kind, "http://example.org/chat").code == "not-https"
    assert refusal(kind, "javascript:alert(1)").code == "odd-scheme"


@pytest.mark.parametrize("kind", sorted(KINDS - contacts.NUMBER_KINDS - contacts.MESSAGING_KINDS - {"web"}))
def test_a_description_is_neither_dialled_nor_opened(kind):
    contact = judge(kind, " Ask at the caf\u00e9 ")

    assert (contact.value, contact.dial, contact.relay_prefix, contact.uri) == ("Ask at the caf\u00e9", None, "", None)


@pytest.mark.parametrize("value", ["ask", "a" * 200])
def test_a_description_may_be_as_short_and_as_long_as_its_limits(value):
    assert judge("post", value).value == value


@pytest.mark.parametrize("value", ["help@example.org", "first.last+help_now@mail.example.org.uk", "Help-1@Example.org"])
def test_an_email_address_opens_the_mail_app(value):
    assert judge("email", value).uri == f"mailto:{value}"


NUMBERISH = st.text(alphabet="0123456789+ ().-/x\u00a0\u0661")
ADDRESSISH = st.builds(
    "{}{}{}".format,
    st.sampled_from(["https://", "http:", "//", "www.", "javascript:", "https:/\\", "help@", ""]),
    st.text(alphabet="aZ0.-:@/?#[]%\\\u3002\u212a "),
    st.text(max_size=5),
)


@given(kind=st.sampled_from(sorted(KINDS)) | st.text(), value=st.text() | NUMBERISH | ADDRESSISH)
@example(kind="web", value="https://[")
@example(kind="phone", value="+" + "9" * 39)
def test_whatever_is_typed_is_a_contact_or_a_contact_error(kind, value):
    try:
        assert judge(kind, value).value
    except ContactError as error:
        assert error.code
        assert str(error)
