import gc
import multiprocessing
import os
import random
import signal
import time
import tracemalloc
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from publishing import bundle
from publishing.edition import Edition, Published
from publishing.registry import layouts
from tests.sealed import sealed

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def notice(slug: str, edition: int = 1, text: str = "Do not use it — é") -> Published:
    return Published(
        kind="notice", uid=f"00000000-0000-4000-8000-{len(slug):012}", slug=slug, version=1, edition=edition,
        digest="d" * 64, document=f'{{"text":"{text}"}}'.encode(), keys={"rank": 0}, published_at=NOW,
    )  # fmt: skip


def edition(number: int = 1, *slugs: str) -> Edition:
    return sealed(Edition(number, [notice(slug, number) for slug in slugs or ("a",)], layouts()))


def keep(folder, held, seconds: float = 0, checked: float | None = None) -> bool:
    """Keep `held` so many seconds after NOW; the database was asked at that moment unless `checked` says otherwise."""
    at = NOW + timedelta(seconds=seconds)
    return bundle.keep(folder, held, at if checked is None else NOW + timedelta(seconds=checked), at)


def on_file(folder) -> list[int]:
    return sorted(int(path.name.split("-")[1]) for path in folder.glob("edition-*.jsonl"))


def test_a_file_gives_back_the_edition_byte_for_byte(tmp_path):
    held = edition(7, "a", "bb")

    read = bundle.read(bundle.write(tmp_path, held, NOW))

    assert (read.number, read.digest, read.published_at) == (7, held.digest, NOW)
    assert read.items == held.items
    assert [item.document for item in read.select("notice")] == [item.document for item in held.select("notice")]


def test_a_file_gives_back_what_is_said_in_other_languages_and_has_no_word_of_it_where_there_is_nothing(tmp_path):
    said = replace(notice("a"), translations={"cy": '{"text":"Peidiwch – é"}'.encode()})
    path = bundle.write(tmp_path, sealed(Edition(1, [said, notice("bb")], layouts())), NOW)

    assert bundle.read(path).items[said.uid].said("cy") == said.said("cy")
    assert [b"translations" in line for line in path.read_bytes().splitlines()] == [False, True, False, False]


def many(count: int, text: str) -> Edition:
    """Items as large as services are, with a document each and keys of which most have the same."""
    keys = {
        "rank": 0, "type": ["emotional-support"], "audience": ["victim", "parent-carer", "professional"],
        "limits": {"minimum": None, "maximum": 17, "coverage": [["S92000003"]], "is_conditional": False},
        "word": ["help", "line", "for", "young", "people"], "upkeep": {"on": "2026-03-01", "is_overdue": False},
    }  # fmt: skip
    items = [
        Published(
            "notice", f"00000000-0000-4000-8000-{number:012}", f"item-{number}", 1, 1, f"{number:064}",
            f'{{"text":"{number} {text}"}}'.encode(), keys, published_at=NOW,
        )
        for number in range(count)
    ]  # fmt: skip
    return sealed(Edition(1, items, layouts()))


def test_what_items_have_in_common_is_in_memory_once(tmp_path):
    written = many(2, "–")

    one, other = bundle.read(bundle.write(tmp_path, written, NOW)).items.values()

    assert [one, other] == list(written.items.values())
    assert all(one.keys[name] is other.keys[name] for name in one.keys)
    assert one.kind is other.kind
    assert one.published_at is other.published_at


def test_an_item_takes_its_document_and_little_more(tmp_path):
    """In bytes; and to read it takes no second copy of the file, however large that is."""
    text = "“Help” – " * 500
    path = bundle.write(tmp_path, many(1000, text), NOW)
    gc.collect()

    tracemalloc.start()
    try:
        held = bundle.read(path)
        kept, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert len(held.items) == 1000
    assert kept / 1000 < len(text.encode()) + 2500
    assert most < kept + 4 * bundle.PART


def test_a_tombstone_stays_a_tombstone(tmp_path):
    gone = Published("notice", "u", "gone", 2, 3, "d", reason="It moved.", replacement="elsewhere")

    read = bundle.read(bundle.write(tmp_path, sealed(Edition(3, [gone], layouts())), NOW))

    assert read.find("notice", "gone") == gone
    assert len(read.select("notice")) == 0


def test_no_file_is_no_edition(tmp_path):
    assert bundle.newest(tmp_path / "nothing-here") is None


def test_any_flipped_bit_is_noticed(tmp_path):
    path = bundle.write(tmp_path, edition(1, "a", "bb"), NOW)
    whole = path.read_bytes()
    chance = random.Random(5)  # noqa: S311

    for _ in range(300):
        at, bit = chance.randrange(len(whole)), chance.randrange(8)
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :])
        with pytest.raises(bundle.Damaged):
            bundle.read(path)


@pytest.mark.parametrize("share", [0, 0.3, 0.999])
def test_a_file_cut_short_is_noticed(tmp_path, share):
    path = bundle.write(tmp_path, edition(), NOW)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])

    with pytest.raises(bundle.Damaged):
        bundle.read(path)


def test_a_damaged_file_is_passed_over_for_the_one_before(tmp_path, caplog):
    bundle.write(tmp_path, edition(1), NOW)
    newer = bundle.write(tmp_path, edition(2), NOW + timedelta(seconds=1))
    newer.write_bytes(newer.read_bytes().replace(b"Do not", b"Do now"))

    assert bundle.newest(tmp_path).number == 1
    assert newer.name in caplog.text


def test_a_file_of_another_version_of_the_code_is_passed_over(tmp_path, monkeypatch):
    with monkeypatch.context() as earlier:
        earlier.setattr(bundle, "FORMAT", "0 something else")
        bundle.write(tmp_path, edition(), NOW)

    assert bundle.newest(tmp_path) is None


def test_an_edition_is_written_once(tmp_path):
    assert keep(tmp_path, edition(1))
    before = next(tmp_path.glob("edition-*")).stat().st_mtime_ns

    assert keep(tmp_path, edition(1), seconds=60)
    assert next(tmp_path.glob("edition-*")).stat().st_mtime_ns == before


def test_files_are_written_at_most_every_ten_seconds(tmp_path):
    assert keep(tmp_path, edition(1))
    assert not keep(tmp_path, edition(2), seconds=9.9)
    assert keep(tmp_path, edition(3), seconds=10)
    assert on_file(tmp_path) == [1, 3]


def test_a_damaged_file_is_written_anew_at_once(tmp_path, caplog):
    keep(tmp_path, edition(1))
    path = next(tmp_path.glob("edition-*"))
    path.write_bytes(path.read_bytes().replace(b"Do not", b"Do now"))

    assert keep(tmp_path, edition(1), seconds=1)

    assert path.name in caplog.text
    assert bundle.read(path).digest == edition(1).digest


def test_a_file_from_a_clock_that_ran_ahead_holds_nothing_up(tmp_path):
    keep(tmp_path, edition(1))
    keep(tmp_path, edition(2), seconds=86_400)

    assert keep(tmp_path, edition(3), seconds=20)

    assert bundle.newest(tmp_path).number == 3
    assert on_file(tmp_path) == [1, 3]


def test_a_file_that_another_process_wrote_a_moment_ago_is_not_of_the_future(tmp_path):
    keep(tmp_path, edition(2), seconds=0.5)

    assert not keep(tmp_path, edition(1), seconds=0)
    assert on_file(tmp_path) == [2]


def test_a_process_that_lags_behind_does_not_put_its_older_edition_on_top(tmp_path):
    keep(tmp_path, edition(5))

    assert not keep(tmp_path, edition(4), seconds=30, checked=-1)
    assert bundle.newest(tmp_path).number == 5


def test_an_older_edition_never_takes_the_place_of_a_newer_one_on_disk(tmp_path):
    keep(tmp_path, edition(40))

    assert not keep(tmp_path, edition(1, "new"), seconds=30)
    assert bundle.newest(tmp_path).number == 40


def test_a_file_that_is_not_sealed_with_our_key_is_passed_over(tmp_path, settings):
    ours = settings.EDITION_KEY
    settings.EDITION_KEY = "somebody else's"
    forged = bundle.write(tmp_path, edition(2), NOW)
    settings.EDITION_KEY = ours

    with pytest.raises(bundle.Damaged, match="not sealed with our key"):
        bundle.read(forged)
    assert bundle.newest(tmp_path) is None
    assert bundle.newest_seal(tmp_path) is None


def test_a_file_with_the_seal_of_another_edition_is_refused(tmp_path):
    held = edition(2, "a", "bb")
    held.seal = edition(2).seal

    with pytest.raises(bundle.Damaged, match="not those of the edition"):
        bundle.read(bundle.write(tmp_path, held, NOW))


def test_a_file_goes_over_to_the_new_key(tmp_path, settings):
    keep(tmp_path, edition(1))
    settings.EDITION_KEY, settings.EDITION_KEY_BEFORE = "the new key", settings.EDITION_KEY

    held = bundle.newest(tmp_path)
    assert keep(tmp_path, held, seconds=20)

    settings.EDITION_KEY_BEFORE = ""
    assert bundle.newest(tmp_path).number == 1


def test_the_last_three_files_are_kept(tmp_path):
    for number in range(1, 6):
        keep(tmp_path, edition(number), seconds=number * 10)

    assert on_file(tmp_path) == [3, 4, 5]


def test_nobody_writes_while_another_process_does(tmp_path):
    keep(tmp_path, edition(1))
    with bundle._alone(tmp_path) as first, bundle._alone(tmp_path) as second:
        assert (first, second) == (True, False)
        assert not keep(tmp_path, edition(2), seconds=20)


def test_a_disk_that_is_full_leaves_nothing_behind(tmp_path, monkeypatch):
    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(OSError, match="No space"):
        keep(tmp_path, edition(1))
    assert [path.name for path in tmp_path.iterdir()] == ["writer.lock"]


def _write_for_ever(folder) -> None:
    number = 0
    while True:
        number += 1
        bundle.write(folder, edition(number, *("x" * n for n in range(1, 200))), NOW + timedelta(seconds=number))


def kill_while_writing(folder, times: int) -> None:
    context = multiprocessing.get_context("fork")
    for _ in range(times):
        writer = context.Process(target=_write_for_ever, args=(folder,))
        writer.start()
        time.sleep(random.uniform(0.05, 0.15))  # noqa: S311
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        for path in folder.glob("edition-*.jsonl"):
            bundle.read(path)
            path.unlink()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 is a thing of POSIX systems")
def test_a_writer_that_is_killed_leaves_whole_files_only(tmp_path):
    kill_while_writing(tmp_path, times=5)


@pytest.mark.long
@pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 is a thing of POSIX systems")
def test_a_writer_killed_a_hundred_times_leaves_whole_files_only(tmp_path):
    kill_while_writing(tmp_path, times=100)
