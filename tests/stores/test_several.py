"""Several ledgers in one file or on one server."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

import peacetrack as pt
from peacetrack.cli.root import commands
from peacetrack.opening import ledgers_at
from tests.cli.helpers import as_typed, printed
from tests.stores.conftest import LASTING
from tests.warehouse.test_files import position
from tests.warehouse.test_many import negotiation


@pytest.fixture(params=LASTING)
def place(request, tmp_path):
    """A file, or a database of a server, with two ledgers."""
    in_file = request.param == "sqlite"
    name = tmp_path / "talks.db" if in_file else request.getfixturevalue("server").new_database()
    for ledger, stance in (("geneva", "accepts"), ("oslo", "rejects")):
        with pt.open(name, ledger=ledger) as kept:
            kept.extend(negotiation(stance).entries())
    return name


def test_a_place_holds_several_ledgers_each_by_itself(place):
    assert ledgers_at(place) == {"geneva": 3, "oslo": 3}
    with (
        pt.open(place) as main,
        pt.open(place, ledger="geneva") as geneva,
        pt.open(place, ledger="oslo") as oslo,
    ):
        assert main.head == 0
        states = [talks.state(valid="2030-01-09")["truce"]["NORTH"].stance for talks in (geneva, oslo)]
        assert states == ["accepts", "rejects"]
        geneva.record(position("open", "c", since="2030-01-10"))
        assert (geneva.head, oslo.head) == (4, 3)
        geneva.verify()
        oslo.verify()


def test_a_folder_or_an_export_is_one_ledger(tmp_path):
    negotiation("open").save(tmp_path / "talks.jsonl")
    assert ledgers_at(tmp_path / "talks.jsonl") == {"main": 3}
    with pytest.raises(pt.InvalidInputError, match="is one ledger, and has no others"):
        pt.open(tmp_path / "talks.jsonl", ledger="geneva")


@pytest.mark.parametrize("name", ["", "\0", 3])
def test_a_name_that_is_none_is_refused(tmp_path, name):
    with pytest.raises(pt.PeacetrackError, match="ledger"):
        pt.open(tmp_path / "talks.db", ledger=name)


def test_the_commands_ask_the_ledger_that_is_named(place):
    def run(*given):
        done = CliRunner().invoke(commands, [*map(str, given)])
        assert done.exit_code == 0, done.output
        return done.output

    assert run("ledgers", place) == "geneva: 3 entries\noslo: 3 entries\n"
    assert "accepts" in run("--ledger", "geneva", "board", place, "--valid", "2030-01-09")
    assert "rejects" in run("--ledger", "oslo", "board", place, "--valid", "2030-01-09")


@pytest.mark.parametrize("name", [(), ("--ledger", "genva")])
@pytest.mark.parametrize("command", ["board", "export", "verify", "retract"])
def test_a_ledger_that_a_place_does_not_hold_is_refused_and_not_made(place, name, command):
    rest = ["a", "--reason", "x"] if command == "retract" else []
    done = as_typed(*name, command, str(place), *rest)
    said = (
        f"there is no ledger {'genva' if name else 'main'!r}; it holds geneva, oslo: peacetrack --ledger NAME"
    )
    assert (done.returncode, said in done.stderr) == (2, True)
    assert ledgers_at(place) == {"geneva": 3, "oslo": 3}


def test_the_name_of_a_ledger_that_comes_too_late_is_told(place):
    done = as_typed("board", str(place), "--ledger", "oslo")
    said = "--ledger comes before the command: peacetrack --ledger NAME COMMAND ..."
    assert (done.returncode, done.stderr) == (2, f"peacetrack: {said}\n")


def test_each_ledger_of_a_file_is_watched_by_itself(tmp_path):
    place = tmp_path / "talks.db"
    for ledger in ("main", "a/b"):
        with pt.open(place, ledger=ledger) as kept:
            kept.extend(negotiation("open").entries())
    assert "the first run" in printed("watch", str(place))
    assert "the first run" in printed("--ledger", "a/b", "watch", str(place))
    assert {file.name for file in tmp_path.glob("*.seen")} == {"talks.db.seen", "talks.db.a%2Fb.seen"}


def test_an_export_has_no_ledgers_to_name(tmp_path):
    negotiation("open").save(tmp_path / "talks.jsonl")
    done = as_typed("--ledger", "geneva", "board", str(tmp_path / "talks.jsonl"))
    assert (done.returncode, "this is one ledger, and has no others; leave" in done.stderr) == (2, True)
