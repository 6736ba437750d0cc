"""No endpoint makes us reach anything but a public address, hold on for long, or read much."""

import os
import socket
import ssl
import time

import pytest

from partners.webhooks import outcomes
from partners.webhooks.calling import Caller
from publishing.reaching import addresses, failures
from tests.partners import receivers
from tests.partners.receivers import HOSTS, authority, listening, receiving  # noqa: F401  (a fixture)

BODY = b'{"type":"edition.published","timestamp":"2026-11-28T00:00:00.000Z","data":{"edition":7}}'
PUBLIC = "https://hooks.example.org/in"

WORDS = """
http://hooks.example.org/ ftp://hooks.example.org/ file:///etc/passwd gopher://hooks.example.org/ //hooks.example.org/
https:hooks.example.org https:///hooks.example.org https:// https://user@hooks.example.org/
https://user:word@hooks.example.org/ https://hooks.example.org@127.0.0.1/ https://hooks.example.org:80/
https://hooks.example.org:8443/ https://hooks.example.org:22/ https://hooks.example.org:0/ https://hooks.example.org:/
https://hooks.example.org:99999/ https://hooks.example.org:-1/ https://hooks.example.org/#part
https://hooks.example.org\\@127.0.0.1/ https://hooks.example.org\\.evil.example.com/ https://localhost/
https://LOCALHOST/ https://localhost./ https://api.localhost/ https://printer.local/ https://metadata.google.internal/
https://router.lan/ https://1.0.0.127.in-addr.arpa/ https://intranet/ https://127.0.0.1/ https://127.1/ https://2130706433/
https://0x7f000001/ https://0x7f.0.0.1/ https://0177.0.0.1/ https://017700000001/ https://127.0.0.0x1/ https://0/
https://0.0.0.0/ https://10.0.0.1/ https://169.254.169.254/ https://8.8.8.8/ https://[::1]/ https://[::]/
https://[::ffff:127.0.0.1]/ https://[::ffff:7f00:1]/ https://[fe80::1%25eth0]/ https://[fd00:ec2::254]/
https://[64:ff9b::7f00:1]/ https://[2002:7f00:1::]/ https://hooks.example.org./ https://-hooks.example.org/
https://hooks..example.org/ https://hooks_.example.org/ https://xn--.1/ https://①②⑦.0.0.1/ https://hooks。example.org/
https://exämple.org/ https://hooks.example.org/a%00b\x00 https://[v1.127001]/ https://[127.0.0.1]/
"""
URLS = [
    *WORDS.split(),
    "https://hooks.example.org/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    "https://hooks.example.org/a b",
    "https://hooks.example.org/\thidden",
    " https://hooks.example.org/",
    "https://" + "a" * 64 + ".example.org/",
    "https://" + "a." * 130 + "org/",
    "",
]  # fmt: skip

ADDRESSES = """
127.0.0.1 127.255.255.254 0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.254 192.168.0.1 192.168.255.254
169.254.0.1 169.254.169.254 169.254.170.2 100.64.0.1 100.100.100.200 100.127.255.254 192.0.0.1 192.0.0.192 192.0.2.1
198.18.0.1 198.19.255.254 198.51.100.1 203.0.113.1 192.88.99.1 192.31.196.1 192.52.193.1 192.175.48.1 168.63.129.16
224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 ::1 :: ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1
::ffff:169.254.169.254 ::ffff:8.8.8.8 ::ffff:0:127.0.0.1 64:ff9b::127.0.0.1 64:ff9b::8.8.8.8 64:ff9b:1::10.0.0.1
2002:7f00:1:: 2002:a00:1::1 2002:808:808::1 2001::1 2001:0:53aa:64c:0:fbff:80ff:fffe 2001:10::1 2001:20::1
2001:db8::1 3fff::1 fe80::1 fe80::1%1 febf::1 fc00::1 fd00:ec2::254 fd12:3456:789a::1 fec0::1 ff02::1 ff0e::1 100::1
5f00::1 4000::1 8000::1 2606:4700::5efe:7f00:1 2606:4700::200:5efe:7f00:1 not-an-address
""".split()


def leads_to(*found: str):
    """A resolver that says so of every name."""
    family = {True: socket.AF_INET6, False: socket.AF_INET}
    return lambda host, port, seconds: [(family[":" in one], (one, port)) for one in found]


@pytest.fixture
def calls(monkeypatch) -> list:
    """Everything that a socket is told to connect to; it connects to nothing."""
    seen = []

    class Watched(socket.socket):
        def connect(self, target):
            seen.append(target)
            raise ConnectionRefusedError

        connect_ex = connect

    monkeypatch.setattr(socket, "socket", Watched)
    return seen


def caller(authority, *ports: int, **more) -> Caller:  # noqa: F811
    """One that takes the hosts of the tests for public; only their certificates are as they would be."""
    where = dict(zip(HOSTS, ports, strict=False))
    return Caller(
        resolve=lambda host, port, seconds: [(socket.AF_INET, ("127.0.0.1", where[host]))],
        permits=lambda address: True,
        context=authority.trusting(),
        **more,
    )


def posted(authority, behaviour, **more):  # noqa: F811
    """The answer of a receiver that behaves so, and how long it took."""
    with receiving(authority, behaviour) as receiver:
        began = time.monotonic()
        answer = caller(authority, receiver.port, **more).post(receiver.url, {}, BODY)
        return answer, time.monotonic() - began


def test_there_are_enough_hostile_targets():
    assert len(URLS) + len(ADDRESSES) >= 120
    assert len(set(URLS)) == len(URLS) and len(set(ADDRESSES)) == len(ADDRESSES)


@pytest.mark.parametrize("url", URLS)
def test_a_hostile_web_address_is_never_even_looked_up(url, calls):
    looked_up = []
    answer = Caller(resolve=lambda *asked: looked_up.append(asked) or ()).post(url, {}, BODY)

    assert (answer.outcome, looked_up, calls) == (failures.REFUSED_URL, [], [])


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_name_that_leads_to_an_address_inside_is_never_called(address, calls):
    answer = Caller(resolve=leads_to(address)).post(PUBLIC, {}, BODY)

    assert (answer.outcome, calls) == (failures.REFUSED_ADDRESS, [])


@pytest.mark.parametrize("address", ADDRESSES[::7])
def test_one_address_inside_among_public_ones_is_enough_to_call_none(address, calls):
    for found in (("93.184.215.14", address), (address, "93.184.215.14"), ("2606:4700::1111", address)):
        assert Caller(resolve=leads_to(*found)).post(PUBLIC, {}, BODY).outcome == failures.REFUSED_ADDRESS
    assert calls == []


def test_public_addresses_are_called_in_their_order_and_no_others(calls):
    found = ("93.184.215.14", "2606:4700::1111", "1.1.1.1", "9.9.9.9")

    answer = Caller(resolve=leads_to(*found)).post(PUBLIC, {}, BODY)

    assert answer.outcome == failures.NOT_REACHED
    assert [target[0] for target in calls] == list(found[:3])


def test_a_name_is_resolved_once_so_that_it_cannot_lead_elsewhere_when_it_is_called(calls):
    answers = iter(["93.184.215.14", "127.0.0.1", "127.0.0.1"])

    def rebinding(host, port, seconds):
        return [(socket.AF_INET, (next(answers), port))]

    Caller(resolve=rebinding).post(PUBLIC, {}, BODY)

    assert [target[0] for target in calls] == ["93.184.215.14"]


def test_the_real_resolver_is_judged_too(monkeypatch):
    """Names that mean this machine, as its own resolver has it; whoever would connect is seen at a real socket."""
    with listening() as (port, seen):
        monkeypatch.setitem(addresses.PORTS, "https", port)
        monkeypatch.setattr(addresses, "fault", lambda url: "")
        for host in ("localhost", "127.0.0.1", "127.1", "2130706433", "0x7f.1", "0177.0.0.1", "0", "[::1]"):
            answer = Caller().post(f"https://{host}/", {}, BODY)
            assert answer.outcome in (failures.REFUSED_ADDRESS, failures.NO_ADDRESS), host
        time.sleep(0.1)
        assert seen == []


@pytest.mark.parametrize("status", ["301", "302", "303", "307", "308"])
def test_a_redirect_is_never_followed(authority, status):  # noqa: F811
    with listening() as (port, seen):
        for to in (f"https://127.0.0.1:{port}/", f"http://localhost:{port}/", "https://169.254.169.254/latest/"):
            answer, _ = posted(authority, lambda handler, to=to: handler.answer(int(status), Location=to))
            assert answer.outcome == outcomes.REDIRECTED
        assert seen == []


def test_no_proxy_of_the_environment_is_asked(authority, monkeypatch):  # noqa: F811
    with listening() as (port, seen):
        for name in ("http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setitem(os.environ, name, f"http://127.0.0.1:{port}")
        answer, _ = posted(authority, receivers.takes_it)
        assert (answer.outcome, seen) == (outcomes.DELIVERED, [])


def test_what_is_sent_is_one_request_to_the_host_by_its_name(authority):  # noqa: F811
    with receiving(authority) as receiver:
        answer = caller(authority, receiver.port).post(f"{receiver.url}?a=b", {"webhook-id": "msg_1"}, BODY)
        [(headers, body)] = receiver.got

    assert (answer.outcome, answer.body, body) == (outcomes.DELIVERED, b"", BODY)
    assert headers["Host"] == receiver.host
    assert headers["webhook-id"] == "msg_1"
    assert headers["Connection"] == "close"
    assert set(headers) == {"Host", "User-Agent", "Content-Type", "Content-Length", "Connection", "webhook-id", "path"}


def test_the_certificate_has_to_be_of_the_name_and_of_somebody_we_trust(authority):  # noqa: F811
    with receiving(authority) as receiver:
        where = [(socket.AF_INET, ("127.0.0.1", receiver.port))]
        wrong_name = Caller(lambda *_: where, lambda _: True, authority.trusting()).post(PUBLIC, {}, BODY)
        untrusted = Caller(lambda *_: where, lambda _: True).post(receiver.url, {}, BODY)

    assert (wrong_name.outcome, untrusted.outcome) == (failures.CERTIFICATE, failures.CERTIFICATE)
    assert receiver.got == []


def test_the_certificate_of_whoever_calls_by_default_is_verified():
    context = Caller().context
    assert (context.check_hostname, context.verify_mode) == (True, ssl.CERT_REQUIRED)


@pytest.mark.parametrize("behaviour", [receivers.hangs, receivers.drips])
def test_whoever_answers_slowly_holds_a_call_no_longer_than_its_time(authority, behaviour):  # noqa: F811
    answer, seconds = posted(authority, behaviour, whole_seconds=1.0)

    assert answer.outcome == failures.TOO_LATE
    assert seconds < 2


def test_whoever_accepts_and_never_shakes_hands_holds_a_call_no_longer_than_its_time(authority):  # noqa: F811
    with listening() as (port, seen):
        began = time.monotonic()
        answer = caller(authority, port, whole_seconds=0.5).post(f"https://{HOSTS[0]}/", {}, BODY)
    assert (answer.outcome, len(seen)) == (failures.TOO_LATE, 1)
    assert time.monotonic() - began < 1.5


def test_a_resolver_that_hangs_holds_a_call_no_longer_than_a_connection_may_take(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(3) or [])
    began = time.monotonic()

    answer = Caller(connect_seconds=0.3).post(PUBLIC, {}, BODY)

    assert answer.outcome == failures.NO_ADDRESS
    assert time.monotonic() - began < 1.5


@pytest.mark.parametrize(
    "behaviour, outcome",
    [
        (receivers.fails, "status-500"),
        (receivers.answers_without_end, failures.TOO_LARGE),
        (receivers.goes_on_for_ever, failures.TOO_LARGE),
        (receivers.breaks_off, failures.NOT_REACHED),
        (receivers.speaks_no_http, failures.NO_HTTP),
        (receivers.slowly(0.3), outcomes.DELIVERED),
    ],
)
def test_whatever_is_answered_is_an_outcome(authority, behaviour, outcome):  # noqa: F811
    answer, seconds = posted(authority, behaviour)

    assert (answer.outcome, answer.body) == (outcome, b"")
    assert seconds < 5


def test_a_body_that_is_asked_for_is_read_to_its_limit_and_no_further(authority):  # noqa: F811
    for size, outcome in ((60_000, outcomes.DELIVERED), (70_000, failures.TOO_LARGE)):
        with receiving(authority, lambda handler, size=size: handler.answer(200, b"x" * size)) as receiver:
            answer = caller(authority, receiver.port).post(receiver.url, {}, BODY, wants_body=True)
        assert answer.outcome == outcome
        assert len(answer.body) in (0, 60_000)


def test_every_outcome_has_words():
    named = {**vars(outcomes), **vars(failures)}
    codes = [value for name, value in named.items() if name.isupper() and isinstance(value, str)]
    assert len(codes) > 10
    for code in (*codes, "", "status-503"):
        assert outcomes.in_words(code).endswith(".")
