"""Passwords are never shown: in no error, no line on the terminal, and no name of a file."""

from __future__ import annotations

import os

import pytest

import peacetrack as pt
from peacetrack.store.place import shown, shown_words
from tests.cli.helpers import SEEDS, as_typed

PLACES = [
    "postgresql://me:hunter2@127.0.0.1:9/talks",
    "postgresql://me:hunter2@[::1/talks",
    "postgresql://me:hunter2@host:port/talks",
    "postgresql://me:hunter2",
    "postgresql://me:hunter2@",
    "postgresql://me:hun@ter2@127.0.0.1:9/talks",
    "postgresql://me:@hunter2@127.0.0.1:9/talks",
    "postgresql://me:/hunter2@127.0.0.1:9/talks",
    "postgresql://me:%zzhunter2@127.0.0.1:9/talks",
    "postgresql://me:hunter2%@127.0.0.1:9/talks",
    "postgresql://me:?hunter2@127.0.0.1:9/talks",
    "postgresql://me:#hunter2@127.0.0.1:9/talks",
    "postgresql://me:a hunter2@127.0.0.1:9/talks",
    "postgresql://127.0.0.1:9/talks?user=me&password=hunter2",
    "postgresql://127.0.0.1:9/talks?sslpassword=hunter2&what=ever",
    "postgresql+psycopg://me:hunter2@127.0.0.1:9/talks",
    "POSTGRESQL://me:hunter2@127.0.0.1:9/talks",
    "Postgres://me:hunter2@127.0.0.1:9/talks",
    " postgresql://me:hunter2@127.0.0.1:9/talks",
    "mysql://me:hunter2@host/talks",
    "host=127.0.0.1 password=hunter2",
    "HOST=127.0.0.1 PASSWORD = 'hunter2 and more'",
    "password=hunter2 dbname=talks",
]


@pytest.fixture(autouse=True)
def nowhere(tmp_path, monkeypatch):
    """Run in an empty folder, where no file appears."""
    monkeypatch.chdir(tmp_path)
    yield
    assert os.listdir(tmp_path) == []


def hides(text: str) -> bool:
    """Whether nothing of the passwords above is in a text."""
    return not any(part in text for part in ("hunter2", "ter2", "hun@", "%zz"))


@pytest.mark.parametrize("place", PLACES)
def test_no_error_shows_a_password(place):
    with pytest.raises(pt.PeacetrackError) as caught:
        pt.open(place)
    assert hides(f"{caught.value} {caught.value.where} {vars(caught.value)}")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "words",
    [
        ("board", None),
        ("init", None, f"{SEEDS}/agenda.toml"),
        ("log", None, f"{SEEDS}/seed-000.toml"),
        ("verify", None),
        ("import", None, SEEDS),
        ("import", "new.db", None),
    ],
    ids=lambda words: words[0],
)
def test_no_command_shows_a_password(place, words):
    done = as_typed(*(place if word is None else word for word in words))
    assert done.returncode == 2
    assert hides(done.stdout + done.stderr)


@pytest.mark.parametrize("place", PLACES)
def test_one_function_hides_them_all(place):
    assert hides(shown(place))
    assert hides(shown_words(f"asking {place}: no")) or " hunter2@" in place


def test_what_is_no_password_is_shown():
    for place in ("talks.db", "a@b.db", "postgresql://[::1]:5432/talks", "postgresql:///talks"):
        assert shown(place) == place
    assert shown("postgresql://me:x@host:5/db?a=b") == "postgresql://host:5/db?a=b"


def test_the_agenda_of_another_negotiation_on_a_server_is_refused_without_the_password(
    server, tmp_path_factory
):
    url = server.new_database().replace("tests@", "tests:hunter2@")
    assert as_typed("init", url, f"{SEEDS}/agenda.toml").returncode == 0
    other = tmp_path_factory.mktemp("other") / "other.toml"
    other.write_text('kind = "agenda"\nid = "elsewhere"\n', encoding="utf-8")
    done = as_typed("init", url, str(other))
    assert (done.returncode, "is of 'berlin-2025-12'" in done.stderr) == (2, True)
    assert hides(done.stderr)
