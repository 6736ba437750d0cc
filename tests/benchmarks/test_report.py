"""Goals are judged by the ratios that they name, and what was found is written between its marks."""

from xml.etree import ElementTree

import pytest

from benchmarks import picture, report
from benchmarks.contenders import BARE, DRF, NGINX, OURS
from benchmarks.goals import GOALS, below_floor
from benchmarks.load import Load, middle
from benchmarks.measures import QUICK, Figures
from benchmarks.seeing import Answer, Seen, judged


def load(cpu: float, per_second: float = 100, p99: float = 10) -> Load:
    return Load(requests=int(per_second), seconds=1, cpu=cpu, p50=p99 / 2, p99=p99)


@pytest.fixture
def sizes() -> dict[int, Figures]:
    """At 1,000 services we are at a tenth of DRF's list, at half of bare's rate, and at twice nginx's p99."""
    thousand = Figures(1000, 1000, "SQLite", memory={OURS: 120.0}, start={OURS: 0.9}, publish=4.0)
    thousand.loads = {
        (NGINX, "list"): load(10, p99=5), (BARE, "list"): load(50, 1000), (DRF, "list"): load(5000, 20),
        (OURS, "list"): load(500, 500), (DRF, "mix"): load(6000), (OURS, "mix"): load(100),
        (OURS, "304"): load(50, 300), (OURS, "help"): load(400),
    }  # fmt: skip
    largest = Figures(200_000, 200_000, "SQLite", loads={(OURS, "list"): load(600), (OURS, "mix"): load(150)})
    return {1000: thousand, 200_000: largest}


@pytest.mark.parametrize(
    ("name", "value", "is_met"),
    [
        ("list, CPU: plain DRF ÷ ours", 10, False),
        ("mix, CPU: plain DRF ÷ ours", 60, True),
        ("list, requests/s: ours ÷ bare", 0.5, True),
        ("304, requests/s: ours ÷ bare", 0.3, False),
        ("/help, CPU: ours ÷ bare", 8, True),
        ("list, CPU: 200,000 ÷ 1,000 services", 1.2, True),
        ("mix, CPU: 200,000 ÷ 1,000 services", 1.5, False),
        ("list, p99 of 32 clients: ours ÷ nginx's", 2, True),
        ("memory of two workers, 1,000 services", 120, True),
        ("cold start, 1,000 services", 0.9, False),
        ("publishing 1,000 services", 4, True),
    ],
)
def test_a_goal_is_computed_and_judged(sizes, name, value, is_met):
    goal = next(goal for goal in GOALS if goal.name == name)
    assert goal.value(sizes) == pytest.approx(value)
    assert goal.is_met(value) is is_met


def test_what_was_not_measured_is_neither_met_nor_missed(sizes):
    rows = [row for row in report.report(sizes, QUICK).splitlines() if "20,000 services" in row]
    assert rows == ["| memory of two workers, 20,000 services | ≤ 300 MiB | not measured | – |"]


def test_a_failed_or_mixed_answer_is_never_soon_enough():
    goal = next(goal for goal in GOALS if "seen" in goal.name)
    for failed, mixed in [(0, 0), (1, 0), (0, 1)]:
        seen = Seen(seconds=0.1, editions=5, read=100, failed=failed, mixed=mixed)
        found = goal.value({20_000: Figures(20_000, 20_000, "SQLite", seen=seen)})
        assert goal.is_met(found) is (failed == mixed == 0)


def test_only_what_is_worse_than_its_floor_is_named(sizes):
    assert below_floor(sizes) == [f"list, CPU: plain DRF ÷ ours: 10, and the floor is {GOALS[0].floor:g}."]


def test_floors_are_no_higher_than_goals():
    assert all(goal.is_above_floor(goal.wanted) for goal in GOALS)


def test_a_report_is_written_between_its_marks_and_nowhere_else(tmp_path, sizes):
    page = tmp_path / "page.md"
    page.write_text(f"Before.\n\n{report.BEGIN}\n\nof last time\n\n{report.END}\n\nAfter.\n")
    report.write(page, report.report(sizes, QUICK))
    text = page.read_text()
    assert text.startswith(f"Before.\n\n{report.BEGIN}\n\nOne run, ")
    assert text.endswith(f"\n\n{report.END}\n\nAfter.\n")
    assert "of last time" not in text
    assert "| list, CPU: plain DRF ÷ ours | ≥ 100 | 10 | no |" in text


@pytest.mark.parametrize("text", ["", report.BEGIN, f"{report.END} {report.BEGIN}"])
def test_a_page_without_both_marks_is_left_alone(tmp_path, text):
    page = tmp_path / "page.md"
    page.write_text(text)
    with pytest.raises(ValueError, match="must have the marks"):
        report.write(page, "found")
    assert page.read_text() == text


def test_the_picture_has_a_bar_for_each_figure_longer_for_what_costs_more(sizes):
    root = ElementTree.fromstring(picture.picture(sizes))  # noqa: S314  (our own)
    bars = {}
    for bar in root.iter("{http://www.w3.org/2000/svg}rect"):
        bars.setdefault(bar.get("class"), []).append(float(bar.get("width")))
    assert {name: len(widths) for name, widths in bars.items() if name != "ground"} == {
        "nginx": 1, "bare": 1, "drf": 2, "ours": 4,
    }  # fmt: skip
    assert bars["nginx"][0] < bars["bare"][0] < bars["ours"][0] < bars["drf"][0]


def test_the_middle_of_the_rounds_is_told_and_every_failure():
    rounds = [load(10, 100), load(30, 300), load(20, 200)]
    found = middle([*rounds[:2], Load(200, 1, 20, 5, 10, failed=3)])
    assert (found.cpu, found.per_second, found.failed) == (20, 200, 3)


def test_a_change_is_seen_when_the_last_worker_shows_it():
    answers = [
        Answer(at=1.0, worker=1, is_good=True, edition=4),
        Answer(at=1.3, worker=1, is_good=True, edition=5, marks=("mark-5",)),
        Answer(at=1.6, worker=2, is_good=True, edition=4),
        Answer(at=1.9, worker=2, is_good=True, edition=5, marks=("mark-5",)),
    ]
    found = judged(answers, {5: 1.1}, {5: "mark-5"})
    assert (found.seconds, found.failed, found.mixed) == (pytest.approx(0.8), 0, 0)


@pytest.mark.parametrize("marks", [(), ("mark-4",), ("mark-4", "mark-5")])
def test_an_answer_with_another_mark_than_its_edition_wrote_is_mixed(marks):
    answer = Answer(at=1.2, worker=1, is_good=True, edition=5, marks=marks)
    assert judged([answer], {5: 1.1}, {5: "mark-5"}).mixed == 1
