"""What somebody between a reader and us may try, each refused by its name, by both readers, with the copy as it was.

Whoever attacks has the network, every old file, and every key but ours.
"""

import hashlib
import hmac
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from helpapi_matcher.mirror import Refused, roots, statements
from helpapi_matcher.mirror.copies import whole
from helpapi_matcher.mirror.reading import parsed
from tuf.api.metadata import Metadata, Root
from tuf.api.serialization.json import JSONSerializer

from partners.trust.signing import RECALLS, STATEMENT
from tests.partners import hostile, publisher
from tests.partners.hostile import HostileServer, broken_off, dripping
from tests.partners.publisher import (
    FIRST,
    LAST,
    NEXT,
    NOW,
    ONLINE,
    PEOPLE,
    THIEF,
    Edition,
    base64url,
    compact,
    jws,
    keyid,
    root,
)
from tests.partners.readers import MATCHER, Python, TypeScript

POINTER, RECALLED = "/api/v1/bundle", "/api/v1/recalls"
CHANGES, ROOT = "/api/v1/changes?since=41", "/api/v1/trust/2.root.json"
BUNDLE = f"/api/v1/bundles/{NEXT.name}"
PINNED = root()
OLD = Edition(40, (publisher.A,))
LONG_AGO = replace(NEXT, issued_at=NOW - timedelta(days=8))
STOLEN = replace(NEXT, key=THIEF)
Answers = dict[str, bytes | int | hostile.Send]

SLOW = ("too-slow", "too-large", None)  # as good as no answer: what counts is that it ends and changes nothing


def by_changes(answer: bytes | int | hostile.Send) -> Answers:
    return {**NEXT.answers(), CHANGES: answer, POINTER: 503}


def by_bundle(pointer: bytes | hostile.Send | None = None, bundle: bytes | hostile.Send | None = None) -> Answers:
    """The changes are too old, so that the bundle has to be taken."""
    answers: Answers = {**NEXT.answers(), CHANGES: 410}
    return answers | ({POINTER: pointer} if pointer else {}) | ({BUNDLE: bundle} if bundle else {})


def stated(**changes: object) -> bytes:
    """A pointer whose statement we have signed with a mistake in it."""
    return NEXT.pointer(NEXT.jws(**changes))


def with_header(header: bytes, key: object = ONLINE) -> bytes:
    return NEXT.page(41, jws(compact(NEXT.statement()), header=header))


def unsigned() -> bytes:
    header, payload = compact({"alg": "none", "kid": keyid(ONLINE), "typ": STATEMENT}), compact(NEXT.statement())
    return NEXT.page(41, f"{base64url(header)}.{base64url(payload)}.")


def hmac_with_the_public_key() -> bytes:
    """As by libraries that let the header choose: the public key would be a secret of HS256."""
    public = ONLINE.public_key().public_bytes_raw()
    header = compact({"alg": "HS256", "kid": keyid(ONLINE), "typ": STATEMENT})
    signed = f"{base64url(header)}.{base64url(compact(NEXT.statement()))}"
    return NEXT.page(41, f"{signed}.{base64url(hmac.new(public, signed.encode(), hashlib.sha256).digest())}")


def header_with(**members: object) -> bytes:
    return compact({"alg": "Ed25519", "kid": keyid(ONLINE), "typ": STATEMENT, **members})


def header_twice() -> bytes:
    return header_with()[:-1] + b',"alg":"none"}'


def deep(levels: int = 100_000) -> bytes:
    return b'{"jws":' * levels + b"1" + b"}" * levels


def altered(body: bytes) -> bytes:
    """Another number in it, of the same length."""
    assert b"7946 0003" in body
    return body.replace(b"7946 0003", b"7946 0666")


def mixed_pages() -> Answers:
    """The first page of one edition and the second of the next."""
    first = NEXT.page(41, of=NEXT.entries[1:2], more=True)
    return {**by_changes(first), f"{CHANGES}&page=2": LAST.page(41), "/api/v1/changes?page=2&since=41": LAST.page(41)}


def rotated(**of_root: object) -> Answers:
    """The next root there is, and the next edition by its key."""
    return {**STOLEN.answers(), ROOT: root(2, **of_root)}


@dataclass(frozen=True)
class Attack:
    """`expected`: the name, or one of several, by which it is refused."""

    name: str
    answers: Callable[[], Answers]
    expected: str | tuple[str | None, ...]


CONTENT = [
    Attack("a tampered bundle", lambda: by_bundle(bundle=altered(NEXT.bundle())), "tampered"),
    Attack("a tampered bundle of another length", lambda: by_bundle(bundle=NEXT.bundle()[:-2] + b"}"), "tampered"),
    Attack("a truncated bundle", lambda: by_bundle(bundle=NEXT.bundle()[:100]), "tampered"),
    Attack("a tampered change", lambda: by_changes(altered(NEXT.page(41))), "mixed"),
    Attack("a change left out", lambda: by_changes(NEXT.page(41, of=NEXT.entries[1:2])), "mixed"),
    Attack("a tombstone left out", lambda: by_changes(LAST.page(41, of=LAST.entries[2:])), "mixed"),
    Attack("another edition's bundle", lambda: by_bundle(bundle=FIRST.bundle()), ("tampered", "too-large")),
    Attack("an old file, bundle and all", lambda: {**OLD.answers(), CHANGES: OLD.page(41)}, "rollback"),
    Attack("an old bundle", lambda: {**OLD.answers(), CHANGES: 410}, "rollback"),
    Attack("a lower sequence for a higher edition",
           lambda: by_changes(replace(NEXT, sequence=56).page(41)), "rollback"),
    Attack("frozen changes", lambda: by_changes(LONG_AGO.page(41)), "expired"),
    Attack("an expired statement", lambda: by_bundle(LONG_AGO.pointer()), "expired"),
    Attack("a wrong key", lambda: by_changes(STOLEN.page(41)), "unknown-key"),
    Attack("a wrong key under our key's name",
           lambda: by_changes(NEXT.page(41, jws(compact(NEXT.statement()), key=THIEF, header=header_with()))),
           "bad-signature"),
    Attack("a wrong key in a bundle", lambda: by_bundle(STOLEN.pointer()), "unknown-key"),
    Attack("another statement below our signature",
           lambda: by_changes(NEXT.page(41, ".".join([*LAST.jws().split(".")[:2], NEXT.jws().split(".")[2]]))),
           "bad-signature"),
    Attack("no signature", lambda: by_changes(NEXT.page(41, NEXT.jws().rpartition(".")[0] + ".")), "bad-signature"),
    Attack("alg none", lambda: by_changes(unsigned()), "bad-signature"),
    Attack("HS256 with our public key", lambda: by_changes(hmac_with_the_public_key()), "bad-signature"),
    Attack("alg EdDSA", lambda: by_changes(with_header(header_with(alg="EdDSA"))), "bad-signature"),
    Attack("another kid", lambda: by_changes(with_header(header_with(kid="0" * 64))), "unknown-key"),
    Attack("a kid that every object has", lambda: by_changes(with_header(header_with(kid="__proto__"))), "unknown-key"),
    Attack("a header with one name twice", lambda: by_changes(with_header(header_twice())), "bad-signature"),
    Attack("a header with a key of its own", lambda: by_changes(with_header(header_with(jwk={}))), "bad-signature"),
    Attack("a critical header", lambda: by_changes(with_header(header_with(crit=["b64"]))), "bad-signature"),
    Attack("the recalls as changes",
           lambda: by_changes(NEXT.page(41, jws(compact(NEXT.recalls()), RECALLS))), "bad-signature"),
    Attack("the recalls as a bundle",
           lambda: by_bundle(NEXT.pointer(jws(compact(NEXT.recalls()), RECALLS))), "bad-signature"),
    Attack("pages of two editions", mixed_pages, "mixed"),
    Attack("the entries of one edition with the statement of another",
           lambda: by_changes(NEXT.page(41, LAST.jws())), "mixed"),
    Attack("a bundle that is not its statement's",
           lambda: by_bundle(stated(contents=FIRST.contents)), "mixed"),
    Attack("reference data that are not the statement's",
           lambda: by_bundle(stated(reference=FIRST.contents)), "mixed"),
    Attack("a bundle of another edition than its statement", lambda: by_bundle(stated(edition=43)), "mixed"),
    Attack("no statement", lambda: by_changes(compact({"results": [], "next": None, "jws": None})), "malformed"),
    Attack("a statement without a sequence", lambda: by_bundle(stated(sequence=None)), "malformed"),
    Attack("a sequence of true", lambda: by_bundle(stated(sequence=True)), "malformed"),
    Attack("a moment that is none", lambda: by_bundle(stated(expires_at="9999")), "malformed"),
    Attack("garbage", lambda: by_changes(b"\x00\xff<html>"), "malformed"),
    Attack("a truncated page", lambda: by_changes(NEXT.page(41)[:-10]), "malformed"),
    Attack("JSON that is no object", lambda: by_bundle(b"[]"), "malformed"),
    Attack("a deep pointer", lambda: by_bundle(deep(20_000)), "malformed"),
    Attack("a deep page", lambda: by_changes(deep()), "malformed"),
    Attack("a page without end", lambda: by_changes(hostile.endless), "too-large"),
    Attack("a page of chunks without end", lambda: by_changes(hostile.endless_chunks), "too-large"),
    Attack("a page that is said to be huge", lambda: by_changes(hostile.said_to_be_huge), "too-large"),
    Attack("a page that unpacks to be huge", lambda: by_changes(hostile.bomb), "too-large"),
    Attack("a pointer without end", lambda: by_bundle(hostile.endless), "too-large"),
    Attack("a bundle without end", lambda: by_bundle(bundle=hostile.endless), "too-large"),
    Attack("a bundle that is said to be huge", lambda: by_bundle(bundle=hostile.said_to_be_huge), "too-large"),
]  # fmt: skip
ROOTS = [
    Attack("a root that one person signed", lambda: rotated(online=THIEF, signed_by=PEOPLE[:1]), "bad-signature"),
    Attack("a root that one person signed twice",
           lambda: {**STOLEN.answers(), ROOT: signed_twice()}, ("bad-signature", "malformed")),
    Attack("a root by people of its own", lambda: rotated(online=THIEF, people=PEOPLE[1:], signed_by=PEOPLE[1:]),
           "bad-signature"),
    Attack("a root that only those before signed", lambda: rotated(people=PEOPLE[1:], signed_by=PEOPLE[:2]),
           "bad-signature"),
    Attack("a root of one person's will", lambda: {**STOLEN.answers(), ROOT: of_one()}, "bad-signature"),
    Attack("a root rolled back", lambda: {**NEXT.answers(), ROOT: PINNED}, "rollback"),
    Attack("a root that leaves one out", lambda: {**NEXT.answers(), ROOT: root(3)}, "malformed"),
    Attack("a root that has expired", lambda: {**NEXT.answers(), ROOT: root(2, days=-1)}, "expired"),
    Attack("a tampered root", lambda: {**NEXT.answers(), ROOT: root(2).replace(b'"timestamp"', b'"timestomp"')},
           ("bad-signature", "malformed")),
    Attack("other metadata as a root", lambda: {**NEXT.answers(), ROOT: NEXT.pointer()}, "malformed"),
    Attack("a deep root", lambda: {**NEXT.answers(), ROOT: deep(20_000)}, "malformed"),
    Attack("a root without end", lambda: {**NEXT.answers(), ROOT: hostile.endless}, "too-large"),
    Attack("a revoked key", lambda: {**NEXT.answers(), ROOT: root(2, online=THIEF)}, "unknown-key"),
]  # fmt: skip
LISTS = [
    Attack("a recall left out", lambda: {RECALLED: replaced(recalled=())}, "bad-signature"),
    Attack("an old list of recalls", lambda: {RECALLED: OLD.recall_answer()}, "rollback"),
    Attack("a frozen list of recalls", lambda: {RECALLED: LONG_AGO.recall_answer()}, "expired"),
    Attack("recalls by a wrong key", lambda: {RECALLED: STOLEN.recall_answer()}, "unknown-key"),
    Attack("a statement as recalls", lambda: {RECALLED: NEXT.recall_answer(NEXT.jws())}, "bad-signature"),
    Attack("recalls without end", lambda: {RECALLED: hostile.endless}, "too-large"),
    Attack("garbage as recalls", lambda: {RECALLED: b"{"}, "malformed"),
]  # fmt: skip


def signed_twice() -> bytes:
    """The one signature there is, under the names of both people."""
    whole_root = json.loads(root(2, online=THIEF, signed_by=PEOPLE[:1]))
    [signature] = whole_root["signatures"]
    whole_root["signatures"].append({**signature, "keyid": PEOPLE[1].public_key.keyid})
    return compact(whole_root)


def of_one() -> bytes:
    """A root that says that one signature is enough."""
    made = Metadata[Root].from_bytes(root(2, online=THIEF))
    made.signed.roles["root"].threshold = 1
    made.signatures.clear()
    made.sign(PEOPLE[0])
    return made.to_bytes(JSONSerializer(compact=True))


def replaced(**payload: object) -> bytes:
    """A list of recalls in which something else stands below our signature."""
    header, _, signature = jws(compact(NEXT.recalls()), RECALLS).split(".")
    return NEXT.recall_answer(f"{header}.{base64url(compact(NEXT.recalls(**payload)) + b' ')}.{signature}")


def ids(attacks: list[Attack]) -> list[str]:
    return [attack.name for attack in attacks]


@pytest.fixture
def server():
    with HostileServer() as server:
        yield server


@pytest.fixture(scope="module")
def typescript(tmp_path_factory):
    reader = TypeScript(tmp_path_factory.mktemp("typescript"))
    yield reader
    reader.end()


there = pytest.mark.skipif(not MATCHER.exists(), reason="there is no reader in TypeScript yet")


@pytest.fixture(params=["Python", pytest.param("TypeScript", marks=there)])
def reader(request):
    return Python() if request.param == "Python" else request.getfixturevalue("typescript")


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "copy"


def refused_as(answer: dict, expected: str | tuple[str | None, ...]) -> bool:
    return answer["refusal"] in (expected if isinstance(expected, tuple) else (expected,))


@pytest.mark.parametrize("attack", CONTENT + ROOTS, ids=ids(CONTENT + ROOTS))
def test_an_attack_on_a_copy_is_refused_and_changes_nothing(reader, server, folder, attack):
    server.answers = dict(FIRST.answers())
    assert reader.update(server.address, folder, PINNED) == {"state": "fresh", "edition": 41, "refusal": None}

    server.answers = attack.answers()
    answer = reader.update(server.address, folder, PINNED)
    assert refused_as(answer, attack.expected), answer
    assert (answer["state"], answer["edition"]) == ("fresh", 41)

    if attack not in ROOTS[-1:] and "has expired" not in attack.name:  # those are roots of ours, which stay
        server.answers = dict(NEXT.answers())
        assert reader.update(server.address, folder, PINNED) == {"state": "fresh", "edition": 42, "refusal": None}


FROM_NOTHING = [attack for attack in CONTENT if attack.answers().get(CHANGES) == 410 and "old" not in attack.name]


@pytest.mark.parametrize("attack", FROM_NOTHING, ids=ids(FROM_NOTHING))
def test_an_attack_on_the_first_copy_leaves_none(reader, server, folder, attack):
    server.answers = attack.answers()

    answer = reader.update(server.address, folder, PINNED)

    assert refused_as(answer, attack.expected), answer
    assert (answer["state"], answer["edition"]) == ("none", None)


@pytest.mark.parametrize("attack", LISTS, ids=ids(LISTS))
def test_an_attack_on_the_recalls_is_refused_by_its_name(reader, server, folder, attack):
    server.answers = dict(FIRST.answers())
    reader.update(server.address, folder, PINNED)
    assert reader.update(server.address, folder, PINNED, recalls=True)["refusal"] is None

    server.answers = attack.answers()
    answer = reader.update(server.address, folder, PINNED, recalls=True)

    assert refused_as(answer, attack.expected), answer


@pytest.mark.parametrize("path", [ROOT, CHANGES, POINTER, BUNDLE])
def test_what_drips_is_given_up(reader, server, folder, path):
    server.answers = dict(FIRST.answers())
    reader.update(server.address, folder, PINNED)

    server.answers = {**by_bundle(), path: dripping(server)}
    answer = reader.update(server.address, folder, PINNED)

    assert refused_as(answer, SLOW)
    assert answer["edition"] == 41


@pytest.mark.parametrize("path, body", [(CHANGES, NEXT.page(41)), (BUNDLE, NEXT.bundle())], ids=["page", "bundle"])
def test_what_breaks_off_changes_nothing(reader, server, folder, path, body):
    server.answers = dict(FIRST.answers())
    reader.update(server.address, folder, PINNED)

    server.answers = {**by_bundle(), path: broken_off(body)}

    assert reader.update(server.address, folder, PINNED)["edition"] == 41


def test_a_pinned_root_that_one_person_signed_is_no_root(reader, server, folder):
    server.answers = dict(FIRST.answers())

    answer = reader.update(server.address, folder, root(signed_by=PEOPLE[:1]))

    assert answer == {"state": "none", "edition": None, "refusal": "bad-signature"}


def test_a_single_bit_is_never_another(server):
    """1,000 of them, in each of what is proven: none is taken, and each has a name."""
    chance, pinned = random.Random(41), roots.pinned(PINNED)  # noqa: S311  (no secret)
    said, body, second = NEXT.jws(), NEXT.bundle(), root(2)

    def take(jws: bytes, part: bytes, next_root: bytes) -> None:
        by = roots.after(pinned, next_root)
        statement = statements.statement({"jws": jws.decode("latin-1")}, by, NOW)
        if publisher.sha(part) != statement.parts[0].sha256:
            raise Refused("tampered", "its digest")
        whole([parsed(part)], statement)

    take(said.encode(), body, second)
    for number in range(1000):
        given = [said.encode(), body, second]
        which = number % 3
        bit = chance.randrange(8 * len(given[which]))
        flipped = bytearray(given[which])
        flipped[bit // 8] ^= 1 << bit % 8
        given[which] = bytes(flipped)
        with pytest.raises(Refused) as refused:
            take(*given)
        assert refused.value.name in ("bad-signature", "unknown-key", "tampered", "malformed", "rollback"), bit


@pytest.mark.parametrize("times", [60, pytest.param(1000, marks=pytest.mark.long)])
def test_a_single_bit_on_the_way_is_never_another(reader, server, folder, times):
    """The same by way of a server, where it takes a minute. Each leaves the copy as it was."""
    chance = random.Random(42)  # noqa: S311  (no secret)
    server.answers = dict(FIRST.answers())
    reader.update(server.address, folder, PINNED)
    jws, pointer = NEXT.jws().encode(), NEXT.pointer()
    good = {POINTER: (jws, pointer.index(jws)), BUNDLE: (NEXT.bundle(), 0), ROOT: (root(2), 0)}
    for number in range(times):
        server.answers = by_bundle() | {ROOT: root(2)} if number % 3 == 2 else by_bundle()
        path = (POINTER, BUNDLE, ROOT)[number % 3]
        part, begins = good[path]
        flipped = bytearray(server.answers[path])
        bit = chance.randrange(8 * len(part))
        flipped[begins + bit // 8] ^= 1 << bit % 8
        server.answers[path] = bytes(flipped)
        answer = reader.update(server.address, folder, PINNED)
        assert answer["refusal"], (path, bit)
        assert (answer["state"], answer["edition"]) == ("fresh", 41)
