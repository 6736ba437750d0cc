"""What a page says of itself at its top: its title, whether it leads on, and whether it is still the page it was.

Only as far as the end of its head is looked at, with plain patterns: it is whatever somebody chose to send.
"""

import codecs
import html
import re
import unicodedata
import zlib
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from publishing.links import outcomes

LONGEST_TITLE = 200
SOONEST = 5  # seconds, within which a page that leads on is one that has moved
_HEAD_ENDS = re.compile(rb"</head|<body", re.IGNORECASE)
_TITLE = re.compile(r"<title(?:\s[^>]{0,300})?>(.{0,2000}?)</title\s*>", re.IGNORECASE | re.DOTALL)
_META = re.compile(r"<meta\s([^>]{0,2000})>", re.IGNORECASE)
_REFRESH = re.compile(r"http-equiv\s*=\s*[\"']?refresh\b", re.IGNORECASE)
_CONTENT = re.compile(r"content\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
_WHERE_TO = re.compile(r"\s*(\d{1,3})(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"']+)", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([a-z0-9_.:-]{1,40})", re.IGNORECASE)
# Within these nothing is a title of the page, or leads on.
_APART = re.compile(r"<(?:(!--)|(script|style|svg|noscript|textarea)\b)", re.IGNORECASE)
# As a browser takes them: of what is declared, these mean more than they say.
_MEANT = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252"}
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_PARKED = re.compile(
    r"domain (?:name )?(?:is |may be )?(?:for sale|parked|expired|available|has expired)|\bthis domain\b|is for sale"
    r"|buy this (?:domain|website)|parked (?:domain|page|free)|domain parking|hugedomains|sedo domain|afternic|dan\.com"
    r"|(?:account|website|site|page) (?:has been )?suspended|(?:web)?site (?:not found|is no longer|has expired)"
    r"|page (?:not found|can.t be found|cannot be found|no longer exists|does ?n.t exist)|\berror 40[34]\b|\b404\b"
    r"|default (?:web ?site |web )?page|welcome to nginx|apache2? .{0,20}default|iis windows|^index of /"
    r"|^under construction|^coming soon|^future home of",
    re.IGNORECASE,
)
_WALL = re.compile(
    r"just a moment|attention required|checking your browser|are you (?:a )?(?:human|robot)|pardon our interruption"
    r"|access (?:to this page has been )?denied|security check|one moment, please|ddos-guard|robot check|captcha"
    r"|verify(?:ing)? (?:that )?you are (?:a )?human|request (?:unsuccessful|rejected|blocked)|you have been blocked",
    re.IGNORECASE,
)
# They stand in titles of every site, and tell none from another.
_OF_ALL = frozenset(
    "the and for with from your you our are was how what who can about home homepage page pages welcome official site "
    "website web online www com org net http https html index main new get more info information contact help support "
    "service services advice guide find uk gov england scotland wales ireland northern united kingdom".split()
)


def is_enough(body: bytes | bytearray, since: int) -> bool:
    """Whether no more of a page is needed: its head ends after `since`, from where it has not been looked through."""
    return _HEAD_ENDS.search(body, max(since - 8, 0)) is not None


def unpacked(body: bytes, encoding: str, most: int) -> bytes:
    """Of a body that was compressed although nobody asked for it; no more than `most` bytes, whatever is in it.

    As it is where it was not, whatever its server says.
    """
    if encoding.strip().lower() not in ("gzip", "x-gzip", "deflate"):
        return body
    try:
        return zlib.decompressobj(47).decompress(body, most)
    except zlib.error:
        return body


def text_of(body: bytes, content_type: str) -> str:
    """As a browser reads it: by its mark, by what its server says, by what it says itself, or else as UTF-8."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body.removeprefix(mark).decode(encoding, "replace")
    said = _CHARSET.search(content_type) or _CHARSET.search(body[:2048].decode("ascii", "replace"))
    if said:
        name = said[1].lower()
        try:
            name = codecs.lookup(_MEANT.get(name, name)).name
            return body.decode(name, "replace")
        except (LookupError, ValueError, UnicodeError):
            pass  # no such encoding, or one that is none of text
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        is_cut = error.start > len(body) - 4
        return body.decode("utf-8" if is_cut else "cp1252", "replace")


def title_of(text: str) -> str:
    """On one line, without what nobody sees, and cut; empty where there is none."""
    found = _TITLE.search(_shown(text))
    said = " ".join(html.unescape(found[1]).split()) if found else ""
    return "".join(mark for mark in said if not unicodedata.category(mark).startswith("C"))[:LONGEST_TITLE].strip()


def led_on(text: str) -> str:
    """Where the page leads by itself, within seconds; empty where it stays."""
    for meta in _META.finditer(_shown(text)):
        content = _CONTENT.search(meta[1]) if _REFRESH.search(meta[1]) else None
        where = _WHERE_TO.match(html.unescape(next(filter(None, content.groups()), ""))) if content else None
        if where and int(where[1]) <= SOONEST:
            return where[2].strip()
    return ""


def _shown(text: str) -> str:
    """Without scripts, pictures and comments; in linear time, whatever is left open."""
    kept, at = [], 0
    while found := _APART.search(text, at):
        kept.append(text[at : found.start()])
        ending = "-->" if found[1] else f"</{found[2]}"
        end = re.compile(re.escape(ending), re.IGNORECASE).search(text, found.end())
        if end is None:
            return " ".join(kept)
        at = end.end()
    return " ".join([*kept, text[at:]])


def is_wall(headers: Mapping[str, str], title: str) -> bool:
    """Whether somebody stands before the page who wants no programs."""
    return headers.get("cf-mitigated", "").lower() == "challenge" or bool(_WALL.search(title))


def judged(title: str, known_title: str, names: Iterable[str]) -> str:
    """Whether a page is still what it was, by its title alone. A title without a word of its own says nothing."""
    if title and title == known_title:
        return outcomes.OK
    if _PARKED.search(title):
        return outcomes.PARKED
    told = (known_title, *names)
    words, known = words_of(title), words_of(" ".join(told)) | {initials(name) for name in told} - {""}
    if not words or not known:
        return outcomes.OK
    run_on = "".join(words_in(title))
    is_alike = words & known or any(len(word) > 3 and word in run_on for word in known)
    return outcomes.OK if is_alike else outcomes.OTHER_TITLE


def initials(name: str) -> str:
    """Such as those by which a body is known whose name has three words or more; empty for others."""
    letters = "".join(word[0] for word in words_in(name) if word not in ("and", "the", "of", "for"))
    return letters if 3 <= len(letters) <= 6 else ""


def words_of(text: str) -> set[str]:
    """Those that tell something."""
    return {word for word in words_in(text) if len(word) > 2 and word not in _OF_ALL}


def words_in(text: str) -> list[str]:
    plain = "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))
    return re.findall(r"[^\W_]+", plain.casefold())


def is_home(url: str) -> bool:
    """Whether it is the first page of a site, by any of its usual names."""
    parts = urlsplit(url)
    return not parts.query and bool(
        re.fullmatch(r"/?(?:(?:index|home|default)(?:\.\w+)?/?)?", parts.path, re.IGNORECASE)
    )
