"""An address of a database means one thing, the same to the launcher and to the settings, or is refused."""

from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st
from psycopg.conninfo import conninfo_to_dict

from helpapi.running import databases
from helpapi.running import environment as env


@pytest.fixture
def settings_for(monkeypatch, tmp_path):
    def settings_for(url: str) -> dict:
        monkeypatch.setenv("DATABASE_URL", url)
        return env.database("DATABASE_URL", tmp_path / "helpapi.sqlite3")

    return settings_for


@pytest.mark.parametrize(
    ("url", "places", "shown"),
    [
        ("postgres://app:s3cret@db:5433/help", [("db", 5433)], "postgres://app@db:5433/help"),
        ("postgresql://db/help", [("db", 5432)], "postgresql://db/help"),
        ("postgres://app:p%40s%2F@db/help?sslmode=require", [("db", 5432)], "postgres://app@db/help"),
        ("postgres://app:p#ss:word@db/help", [("db", 5432)], "postgres://app@db/help"),
        ("postgres://app@[::1]:5432/help", [("::1", 5432)], "postgres://app@[::1]:5432/help"),
        ("postgres://one:1,two:2/help", [("one", 1), ("two", 2)], "postgres://one:1,two:2/help"),
        ("postgres:///help", [], "postgres:///help"),
        ("postgres://%2Frun%2Fpostgresql/help", [], "postgres://%2Frun%2Fpostgresql/help"),
        ("postgres:///help?host=/run/postgresql&password=s3cret", [], "postgres:///help"),
    ],
)
def test_a_server_is_read_as_libpq_reads_it_and_shown_without_its_password(settings_for, url, places, shown, tmp_path):
    said = conninfo_to_dict(url)
    read = settings_for(url)

    assert databases.servers(url) == places
    assert databases.shown(url, tmp_path) == shown
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    assert {name: read[name] for name in names} == {name: said.get(libpq, "") for name, libpq in names.items()}


def test_what_an_address_asks_of_the_connection_reaches_it(settings_for):
    options = settings_for("postgres://db/help?sslmode=verify-full&connect_timeout=7")["OPTIONS"]

    assert (options["sslmode"], options["connect_timeout"]) == ("verify-full", "7")


@pytest.mark.parametrize(
    "url",
    [
        *("mysql://db/help", "postgis://db/help", "postgresql+psycopg://db/help", "localhost", "db:5432/help"),
        *("postgres://db", "postgres://db/", "postgres:db/help", "postgres://db:port/help", "postgres://db:0/help"),
        *("postgres://db:65536/help", "postgres://app:p@ss@db/help", "postgres://app:p/ss@db/help"),
        *(
            "postgres://app:p?ss@db/help",
            '"postgres://db/help"',
            "postgres://d b/help",
            "DATABASE_URL=postgres://db/help",
        ),
        *("sqlite:help.sqlite3", "sqlite:/help.sqlite3", "sqlite://help.sqlite3", "sqlite3:///help.sqlite3", "sqlite:"),
        *("sqlite://", "sqlite:///", "sqlite://:memory:", "sqlite:///:memory:", "sqlite:///folder/"),
        "sqlite:///help.sqlite3?timeout=20",
    ],
)
def test_an_address_that_nobody_can_mean_is_refused_by_both_in_the_same_words(settings_for, url, tmp_path):
    with pytest.raises(databases.Unreadable) as by_the_launcher:
        databases.check(url, tmp_path)
    with pytest.raises(ImproperlyConfigured) as by_the_settings:
        settings_for(url)

    assert str(by_the_launcher.value) == str(by_the_settings.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("postgres://db/help?schema=public", "the parameter schema"),
        ("postgres://db/help?sslmode=on", "sslmode that is none of disable"),
        ("postgres://app:100%@db/help", "must look like"),
    ],
)
def test_what_only_libpq_can_tell_is_refused_by_the_settings_without_any_of_the_address(settings_for, url, why):
    with pytest.raises(ImproperlyConfigured, match=why) as refused:
        settings_for(url)

    assert "100%@" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:///help.sqlite3", "{home}/help.sqlite3"),
        ("sqlite:///some/folder/help.sqlite3", "{home}/some/folder/help.sqlite3"),
        ("sqlite:///with%20a%20space.sqlite3", "{home}/with a space.sqlite3"),
        ("sqlite:///{home}/elsewhere.sqlite3", "{home}/elsewhere.sqlite3"),
        ("", "{home}/helpapi.sqlite3"),
    ],
)
def test_a_file_is_below_the_home_with_three_slashes_and_anywhere_with_four(settings_for, url, path, tmp_path):
    url, path = url.format(home=tmp_path), path.format(home=tmp_path)

    assert str(settings_for(url)["NAME"]) == databases.shown(url, tmp_path) == path


def test_three_slashes_that_once_meant_a_file_elsewhere_are_refused_where_its_folder_is(tmp_path):
    with pytest.raises(databases.Unreadable, match="write four slashes"):
        databases.file(f"sqlite://{tmp_path}/helpapi.sqlite3", tmp_path)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1), st.sampled_from(["app", "a%20b"]))
def test_a_password_that_is_written_right_is_never_shown_or_misread(password, user):

    url = f"postgres://{user}:{quote(password, safe='')}@db:5433/help"

    assert databases.servers(url) == [("db", 5433)]
    assert databases.shown(url, Path()) == f"postgres://{user}@db:5433/help"
    assert conninfo_to_dict(url)["password"] == password


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_no_refusal_repeats_any_of_a_password(password):

    for url in (f"postgres://app:{password}@db/help", f"postgres://app:{password}@db:port/help"):
        try:
            shown = databases.shown(url, Path())
        except databases.Unreadable as refused:
            assert str(refused) == databases.FORMS
        else:
            assert shown == "postgres://app@db/help"
