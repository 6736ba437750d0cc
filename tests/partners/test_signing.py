"""What the online key signs: a JWS and the metadata of TUF, the same bytes wherever they are made."""

import base64
import json

import pytest
from joserfc import jws as jose
from joserfc.jwk import OKPKey
from tuf.api.metadata import Metadata, Root

from partners.trust import metadata, roots, signing, standing
from tests.partners.trusted import SEED, STATEMENT


def public_key(kid: str) -> OKPKey:
    root = Metadata[Root].from_bytes(metadata.roots()[1]).signed
    raw = bytes.fromhex(root.keys[kid].keyval["public"])
    x = base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
    return OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": x})


def test_a_statement_is_proven_with_a_key_that_the_root_names(trusted):
    said = signing.jws(STATEMENT, signing.STATEMENT)

    kid = json.loads(base64.urlsafe_b64decode(said.partition(".")[0] + "=="))["kid"]
    opened = jose.deserialize_compact(said, public_key(kid), algorithms=["Ed25519"])

    assert json.loads(opened.payload) == STATEMENT
    assert opened.headers() == {"alg": "Ed25519", "kid": kid, "typ": "helpapi-statement+jws"}


def test_every_node_makes_the_same_bytes(trusted):
    first = [signing.jws(STATEMENT, signing.STATEMENT), metadata.timestamp(STATEMENT), metadata.targets(STATEMENT)]
    standing._named.cache_clear()
    signing._read.cache_clear()

    assert first == [
        signing.jws(STATEMENT, signing.STATEMENT), metadata.timestamp(STATEMENT), metadata.targets(STATEMENT)
    ]  # fmt: skip


@pytest.mark.parametrize("key", ["", "no key", base64.b64encode(SEED[::-1]).decode()])
def test_what_no_reader_would_believe_is_not_signed(trusted, settings, key):
    settings.BUNDLE_KEY = key

    assert signing.jws(STATEMENT, signing.STATEMENT) is None
    with pytest.raises(metadata.Unsigned):
        metadata.timestamp(STATEMENT)


def test_in_production_nothing_is_made_by_itself(settings, tmp_path):
    settings.PRODUCTION, settings.TRUST_FOLDER = True, tmp_path / "trust"

    assert metadata.roots() == {}
    assert not settings.TRUST_FOLDER.exists()


def test_a_root_that_one_person_signed_is_not_in_force(trusted, settings):
    first = roots.read(metadata.roots()[1])
    second = roots.draft(first, trusted.now)
    roots.sign(second, trusted.people[0], first)
    roots.write(settings.TRUST_FOLDER, second)
    assert list(metadata.roots()) == [1]

    roots.sign(second, trusted.people[1], first)
    roots.write(settings.TRUST_FOLDER, second)
    assert list(metadata.roots()) == [1, 2]
