"""Each list of docs/operating.md, carried out as it stands there on PostgreSQL, while readers ask all the time."""

import re
import secrets
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg
import pytest

from benchmarks import servers
from tests.admin_pages import as_sent
from tests.deploy.installation import Installation, Node, Person, Readers, wait_until
from tests.drills import postgres

pytestmark = pytest.mark.long  # two minutes: .ci/full
SERVICES = "/api/v1/services/"


@pytest.fixture(scope="module")
def installation(tmp_path_factory) -> Iterator[Installation]:
    """Started by the document, with ann, an editor, ben and dan, approvers, and cat, who looks after accounts."""
    with servers.own_database(postgres()) as database:
        with Installation(tmp_path_factory.mktemp("installation"), database) as installation:
            installation.carry_out("First start in production", {5: lambda: sign_in(installation)})
            yield installation


@pytest.fixture
def readers(installation) -> Iterator[Readers]:
    """They have an answer to every question, and in the end all is as it was decided."""
    with Readers(installation.public) as readers:
        yield readers
    assert readers.failed == []
    assert readers.good > 5


def sign_in(installation: Installation) -> None:
    for name, password in re.findall(r"(\S+) is .* with the password  (\S+)", installation.said):
        installation.people[name] = Person(installation.admin, name, password)


def item(installation: Installation, slug: str) -> str:
    """The page of a service in the admin."""
    [(uid,)] = installation.sql("SELECT uid FROM publishing_publication WHERE kind = 'service' AND slug = %s", slug)
    return f"/admin/services/service/{uid}/"


def approve(installation: Installation, page: str) -> None:
    ben = installation.people["ben"]
    answers = dict.fromkeys(re.findall(r'name="(checked-\w+)"', ben.ask(page).content.decode()), "on")
    shown = ben.press(page, **answers, approve="Approve")
    assert shown.status_code == 200 and b'class="errorlist' not in shown.content


def approve_what_waits(installation: Installation) -> None:
    [(number,)] = installation.sql("SELECT id FROM publishing_submission WHERE state = 'waiting'")
    approve(installation, f"/admin/publishing/submission/{number}/change/")


def put_the_number_right(installation: Installation, slug: str, number: str) -> None:
    ann, page = installation.people["ann"], item(installation, slug)
    form = as_sent(ann.ask(f"{page}change/"))
    place = next(name for name, value in form.items() if value == "phone" and name.startswith("channels-"))
    ann.press(f"{page}change/", **{f"{place.rpartition('-')[0]}-value": number})
    assert ann.press(f"{page}submit/", note="They told me so.").status_code == 200


def statuses(installation: Installation, slug: str) -> list[int]:
    return [status for status, _ in installation.get(SERVICES + slug)]


def withdraw(installation: Installation, slug: str) -> None:
    installation.run(f"python3 -m helpapi withdraw service {slug} --by ben --reason closed")
    wait_until(lambda: statuses(installation, slug) == [410, 410])
    time.sleep(1)  # the admin node asks the database twice a second, too, and its disk has to remember it


def put_in_force_by_another(installation: Installation) -> None:
    """While the nodes go on, and say so."""
    assert installation.all_say(database_differs=True)
    approve(installation, re.findall(r"/admin/publishing/act/[0-9]+/change/", installation.said)[-1])
    wait_until(lambda: installation.all_say(database_differs=False))


def give_new_key(installation: Installation, name: str, *nodes: Node) -> None:
    installation.shared[f"{name}_BEFORE"] = installation.shared[name]
    installation.shared[name] = secrets.token_urlsafe(48)
    restart(*nodes)


def take_old_key_away(installation: Installation, name: str, *nodes: Node) -> None:
    del installation.shared[f"{name}_BEFORE"]
    restart(*nodes)


def restart(*nodes: Node) -> None:
    for node in nodes:
        node.restart()


def test_first_start(installation):
    assert [status for status, _ in installation.get("/health/ready")] == [200, 200]
    assert "decisions, all proven" in installation.said


def test_a_new_version(installation, readers):
    installation.carry_out(
        "Deploying a new version",
        {1: lambda: None, 3: lambda: restart(*installation.public, installation.admin)},
    )

    assert "decisions, all proven" in installation.said


def test_a_wrong_number_was_published(installation, readers):
    slug, right = "papyrus", "0808 157 0456"

    installation.carry_out(
        "A wrong number was published",
        {
            3: lambda: put_the_number_right(installation, slug, right),
            4: lambda: approve_what_waits(installation),
        },
        SLUG=slug, NAME="ben",
    )  # fmt: skip

    assert "410" in installation.said
    wait_until(lambda: all(right.encode() in body for _, body in installation.get(SERVICES + slug)))


def test_a_backup_is_put_back(installation, readers):
    installation.carry_out("Backups", {2: lambda: None})
    withdraw(installation, "take-it-down")

    installation.carry_out(
        "Restoring",
        {1: installation.admin.stop, 6: lambda: put_in_force_by_another(installation)},
        NAME="dan",
    )

    assert statuses(installation, "take-it-down") == [410, 410]


def test_an_older_replica_takes_over(installation, readers):
    with servers.own_database(postgres()) as replica:
        installation.run(f'pg_dump --format=custom "$DATABASE_URL" | pg_restore --no-owner --dbname={replica}')
        withdraw(installation, "nspcc-helpline")

        installation.carry_out(
            "A replica took over",
            {1: lambda: swap(installation.database, replica), 4: lambda: put_in_force_by_another(installation)},
            NAME="dan",
        )

    assert statuses(installation, "nspcc-helpline") == [410, 410]


def test_the_key_of_the_editions_is_changed(installation, readers):
    name, nodes = "HELPAPI_EDITION_KEY", (*installation.public, installation.admin)

    def a_minute_later() -> None:
        [(mac,)] = installation.sql("SELECT mac FROM publishing_sealededition ORDER BY number DESC LIMIT 1")
        wait_until(lambda: all(mac in node.newest_file() for node in nodes))
        take_old_key_away(installation, name, *nodes)

    installation.carry_out(
        "Changing the key of the editions",
        {1: lambda: give_new_key(installation, name, *nodes), 3: a_minute_later},
        NAME="dan",
    )

    assert installation.all_say(database_differs=False, source="database")


def test_the_key_of_the_record_is_changed(installation, readers):
    name, admin = "HELPAPI_RECORD_KEY", installation.admin

    installation.carry_out(
        "Changing the key of the record",
        {1: lambda: give_new_key(installation, name, admin), 3: lambda: take_old_key_away(installation, name, admin)},
        NAME="dan",
    )


def test_an_account_was_hijacked(installation, readers):
    ann, ben, cat = (installation.people[name] for name in ("ann", "ben", "cat"))
    [(number,)] = installation.sql("SELECT id FROM auth_user WHERE username = 'ann'")
    account, ann.password = f"/admin/auth/user/{number}/", secrets.token_urlsafe(12)
    put_the_number_right(installation, "samaritans", "0808 157 0999")

    def take_active_away() -> None:
        form = as_sent(cat.ask(f"{account}change/"))
        del form["is_active"]
        cat.ask(f"{account}change/", form)
        assert b"Log in" in ann.ask("/admin/").content

    def look() -> None:
        assert b"submitted" in ben.ask("/admin/publishing/record/").content

    def send_back() -> None:
        [(submission,)] = installation.sql("SELECT id FROM publishing_submission WHERE state = 'waiting'")
        page = f"/admin/publishing/submission/{submission}/change/"
        ben.press(page, send_back="Send back", reason="It was not ann who wrote this.")

    def give_back() -> None:
        cat.press(f"{account}change/", is_active="on")
        cat.press(f"{account}password/", password1=ann.password, password2=ann.password)
        form = as_sent(cat.ask("/admin/auth/user/"))
        cat.ask("/admin/auth/user/", {**form, "action": "take_second_factor", "_selected_action": str(number)})

    def confirm() -> None:
        assert b"Sign out" not in ann.ask("/admin/services/service/").content
        ben.press(f"{account}confirm/")

    installation.carry_out(
        "An account was hijacked",
        {1: take_active_away, 2: look, 3: send_back, 5: give_back, 6: ann.sign_in, 7: confirm},
    )

    assert ann.ask(f"{item(installation, 'samaritans')}change/").status_code == 200
    assert all(b"0808 157 0999" not in body for _, body in installation.get(SERVICES + "samaritans"))


def swap(database: str, other: str) -> None:
    """Have the address of each lead to the other, all connections being cut."""
    names = [urlsplit(url).path.strip("/") for url in (database, other)]
    with psycopg.connect(postgres(), autocommit=True) as server:
        for name in names:
            server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
            server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        for name, new in ((names[0], "helpapi_swapped"), (names[1], names[0]), ("helpapi_swapped", names[1])):
            server.execute(f'ALTER DATABASE "{name}" RENAME TO "{new}"')
        for name in names:
            server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
