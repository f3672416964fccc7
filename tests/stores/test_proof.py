"""Proof: checkpoints, and that nothing can be changed without being noticed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

import peacetrack as pt
from peacetrack.testing import strategies as ss
from tests.effort import thinned
from tests.stores.forging import Unguarded
from tests.stores.places import SEEDS, opened

VECTORS = [
    ("", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
    ("00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
    ("10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
    ("2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
    ("3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
    ("40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
    ("5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
    ("606162636465666768696a6b6c6d6e6f", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
]
"""Inputs of leaves and the root over all up to there: the vectors of certificate transparency."""


def test_the_tree_is_that_of_rfc_6962():
    from hashlib import sha256

    from peacetrack.ledger.proof import root_of

    leaves: list[bytes] = []
    for leaf, root in VECTORS:
        leaves.append(sha256(b"\0" + bytes.fromhex(leaf)).digest())
        assert root_of(leaves).hex() == root


def test_a_checkpoint_is_a_text_that_still_holds_when_the_ledger_has_grown():
    talks = pt.open(SEEDS)
    kept = str(talks.checkpoint())
    talks.record(pt.Report([pt.Position("UA", "dialogue", "open")]))
    assert talks.verify(kept).size == 5
    assert pt.Checkpoint.parse(kept).size == 4


def test_a_rewritten_ledger_does_not_extend_what_an_outsider_saw():
    kept = pt.open(SEEDS).checkpoint()
    with pytest.raises(pt.errors.LedgerTamperedError, match="not those that the checkpoint saw"):
        pt.open(SEEDS).verify(kept)  # the same reports with other salts: another ledger
    with pytest.raises(pt.errors.LedgerTamperedError, match="here are 1"):
        ss.new_tracker().verify(kept)


# Every bit


def ledger(path: Path) -> sqlite3.Connection:
    """A ledger with a retraction, a correction and a dated event, and a connection past its guards."""
    with opened(path) as talks:
        talks.declare(ss.AGENDA)
        first = [
            pt.Position("NORTH", "truce", "open", wording="on hold", since=pt.During("summit")),
            pt.Position("SOUTH", "truce", "opposes", since="2030-01-05"),
        ]
        talks.record(pt.Report(first, id="r", source=pt.Source("A Paper", reliability="B")))
        talks.record(pt.Report([pt.Event("summit", when="2030-01-03")], id="dated"))
        talks.retract("r", claim=2, reason="a misreading")
        talks.correct("dated", pt.Report([pt.Event("summit", when="2030-01-02")]), reason="so")
    return sqlite3.connect(path, isolation_level=None, factory=Unguarded)


def flips(value: object) -> list[object]:
    """The value with one bit changed, at every bit of it (of a text, where it stays text)."""
    if isinstance(value, int):
        return [value ^ (1 << bit) for bit in range(63)]
    if value is None:
        return ["x", 1]
    raw = value.encode() if isinstance(value, str) else bytes(value)  # type: ignore[call-overload]
    found: list[object] = []
    for place in range(len(raw)):
        for bit in range(7 if isinstance(value, str) else 8):
            changed = bytes([*raw[:place], raw[place] ^ (1 << bit), *raw[place + 1 :]])
            found.append(changed.decode() if isinstance(value, str) else changed)
    return found


def changes(raw: sqlite3.Connection, table: str, rowid: str, sample: int) -> int:
    """Change every column of a row bit by bit, and see that each change is noticed."""
    (path,) = (row[2] for row in raw.execute("PRAGMA database_list"))
    cursor = raw.execute(f"SELECT * FROM {table} WHERE {rowid}")
    columns, (row,) = [c[0] for c in cursor.description], cursor.fetchall()
    tried = 0
    with opened(path) as talks:
        for column, old in zip(columns, row, strict=True):
            for flipped in flips(old)[:: 1 if sample == 1 else sample]:
                try:
                    raw.execute(f"UPDATE {table} SET {column} = ? WHERE {rowid}", (flipped,))
                except sqlite3.IntegrityError:
                    continue  # the table itself refuses it
                with pytest.raises(pt.errors.LedgerTamperedError):
                    talks.verify()
                changed = [flipped if c == column else v for c, v in zip(columns, row, strict=True)]
                this = " AND ".join(f"{column} IS ?" for column in columns)
                raw.execute(f"DELETE FROM {table} WHERE {this}", changed)
                raw.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
                tried += 1
        talks.verify()
    return tried


def _quoted(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, bytes):
        return f"x'{value.hex()}'"
    return "'" + str(value).replace("'", "''") + "'"


LONG = pytest.mark.slow


@pytest.mark.parametrize("seq", range(1, 6))
def test_a_changed_bit_of_an_entry_is_noticed(seq, tmp_path):
    raw = ledger(tmp_path / "talks.db")
    sample = 61 * thinned(1) ** 2
    assert changes(raw, "entry", f"seq = {seq}", sample) * sample > 50 * 61
    raw.close()


@pytest.mark.parametrize("row", range(6))
def test_a_doctored_statement_is_noticed(row, tmp_path):
    raw = ledger(tmp_path / "talks.db")
    columns = "term, party, field, anchor, own, directness, tie_seq, claim, known_from"
    key = raw.execute(f"SELECT {columns} FROM statement LIMIT 1 OFFSET {row}").fetchone()
    found = zip(columns.split(", "), key, strict=True)
    where = " AND ".join(f"{column} = {_quoted(value)}" for column, value in found)
    sample = 17 * thinned(1) ** 2
    assert changes(raw, "statement", where, sample) * sample > 50 * 17
    raw.close()


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM statement WHERE field = 'stance' AND party = 'NORTH'",
        "INSERT INTO statement SELECT ledger, term, 'SOUTH', field, anchor, own, directness, tie_seq, claim, known_from,"
        " known_until, seq, value, since, anchor_at, latest, latest_at, known_from_at, known_until_at, report,"
        " attribution, speaker, origin, reliability, credibility, published, bound_to"
        " FROM statement WHERE party = 'NORTH'",
        "DELETE FROM mention WHERE id = 'summit'",
        "UPDATE mention SET id = 'valley' WHERE id = 'summit'",
    ],
)
def test_rows_that_are_gone_or_made_up_are_noticed_and_can_be_rebuilt(sql, tmp_path):
    path = tmp_path / "talks.db"
    raw = ledger(path)
    assert raw.execute(sql).rowcount > 0
    with opened(path) as talks:
        with pytest.raises(pt.errors.LedgerTamperedError, match="peacetrack rebuild"):
            talks.verify()
        talks.rebuild()
        talks.verify()
    raw.close()


def test_a_statement_whose_row_lies_about_its_claim_is_refused_when_it_is_asked_for(tmp_path):
    path = tmp_path / "talks.db"
    raw = ledger(path)
    raw.execute("UPDATE statement SET claim = 2, tie_seq = 2 WHERE party = 'NORTH' AND field = 'stance'")
    with opened(path) as talks, pytest.raises(pt.errors.LedgerTamperedError, match="entry 2"):
        talks.state(valid="2030-02-01")["truce"]["NORTH"].stance
    raw.close()


@pytest.mark.parametrize("lie", ["claim = 999", "claim = -99", "seq = 0", "seq = 99", "seq = -99", "seq = 1"])
def test_a_row_that_names_no_claim_is_refused_when_it_is_asked_for(lie, tmp_path):
    path = tmp_path / "talks.db"
    raw = ledger(path)
    raw.execute(f"UPDATE statement SET {lie} WHERE party = 'NORTH' AND field = 'stance'")
    with (
        opened(path) as talks,
        pytest.raises(pt.errors.LedgerTamperedError, match=r"entry .*: (there is|a row)"),
    ):
        talks.state(valid="2030-02-01")["truce"]["NORTH"].stance
    raw.close()


def test_a_changed_entry_is_refused_when_it_is_asked_for_and_when_it_is_verified(tmp_path):
    path = tmp_path / "talks.db"
    raw = ledger(path)
    raw.execute("UPDATE entry SET bytes = replace(bytes, 'NORTH', 'SOUTH') WHERE seq = 2")
    with opened(path) as talks:
        with pytest.raises(pt.errors.LedgerTamperedError, match="entry 2: it is not what was recorded"):
            talks.state(valid="2030-02-01")["truce"]["NORTH"].stance
        with pytest.raises(pt.errors.LedgerTamperedError, match="entry 2"):
            talks.rebuild()
    raw.close()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE entry SET id = 'other' WHERE kind = 'retraction'",
        "UPDATE entry SET id = 'other' WHERE seq = 2",
        "UPDATE entry SET kind = 'retraction' WHERE seq = 3",
        "UPDATE entry SET kind = 'correction' WHERE seq = 3",
        "UPDATE entry SET seq = 9 WHERE seq = 5",
    ],
)
def test_an_entry_that_names_nothing_or_stands_elsewhere_is_named(sql, tmp_path):
    path = tmp_path / "talks.db"
    raw = ledger(path)
    assert raw.execute(sql).rowcount == 1
    with pytest.raises(pt.errors.LedgerTamperedError, match="entry"), opened(path) as talks:
        talks.verify()
    raw.close()


def test_an_entry_with_another_id_than_it_was_recorded_with_is_refused_when_it_is_read(tmp_path):
    path = tmp_path / "talks.db"
    raw = ledger(path)
    raw.execute("UPDATE entry SET id = 'other' WHERE seq = 5")
    refused = "entry 5: its id is not what was recorded"
    with opened(path) as talks, pytest.raises(pt.errors.LedgerTamperedError, match=refused):
        _ = talks.entries()[4].body
    raw.close()


def test_words_that_are_gone_without_a_redaction_are_noticed(tmp_path):
    path = tmp_path / "talks.db"
    raw = ledger(path)
    raw.execute("UPDATE entry SET words = NULL, salt = NULL WHERE seq = 2")
    with opened(path) as talks, pytest.raises(pt.errors.LedgerTamperedError, match="no redaction says so"):
        talks.verify()
    raw.close()


@LONG
@pytest.mark.parametrize("seq", range(1, 6))
def test_every_changed_bit_of_every_entry_is_noticed(seq, tmp_path):
    raw = ledger(tmp_path / "talks.db")
    assert changes(raw, "entry", f"seq = {seq}", sample=1) > 1000
    raw.close()


# Texts of checkpoints

KEPT = str(pt.open(SEEDS).checkpoint())


@pytest.mark.parametrize(
    "text",
    [
        KEPT.replace("size 4", "size 0"),
        KEPT.replace("size 4", "size -1"),
        KEPT.replace("size 4", "size +4"),
        KEPT.replace("size 4", "size 04"),
        KEPT.replace("size 4", "size ٤"),
        KEPT.replace("size 4", "size 4 "),
        KEPT.replace("size 4\n", "size 4\nsize 4\n"),
        KEPT.replace("size 4\n", "size 3\nsize 4\n"),
        KEPT.replace("size 4", "size " + "9" * 5000),
        KEPT + "more 1\n",
        KEPT + "\x0cmore\n",
        KEPT.upper(),
        KEPT.replace("Z\n", "+00:00\n"),
        KEPT.replace(".000000Z", "Z"),
        "\n".join([KEPT.splitlines()[0], *reversed(KEPT.splitlines()[1:])]),
        KEPT.replace("root ", "root 00"),
        "",
    ],
)
def test_a_text_that_no_ledger_gave_is_no_checkpoint(text):
    with pytest.raises(pt.InvalidInputError, match="this is no checkpoint"):
        pt.Checkpoint.parse(text)


def test_a_refused_checkpoint_says_what_one_looks_like_and_an_empty_ledger_what_to_do():
    with pytest.raises(pt.InvalidInputError) as caught:
        pt.Checkpoint.parse("a root")
    assert str(caught.value) == (
        'this is no checkpoint; it is "peacetrack checkpoint 1", then its size, root and time, a line each'
    )
    with pytest.raises(pt.InvalidInputError) as caught:
        pt.Tracker().checkpoint()
    assert str(caught.value) == "an empty ledger has no checkpoint; record something first"


@pytest.mark.parametrize("wrap", ["\n{}\n\n", "  {}", "\r\n{}"])
def test_space_around_a_checkpoint_and_the_line_ends_of_mail_are_no_change(wrap):
    text = wrap.format(KEPT)
    if "\r" in wrap:
        text = text.replace("\n", "\r\n")
    assert str(pt.Checkpoint.parse(text)) == KEPT


def test_a_checkpoint_with_another_time_does_not_hold():
    talks = pt.open(SEEDS)
    kept = talks.checkpoint()
    other = str(kept).replace(kept.time.strftime("%Y"), "2001")
    with pytest.raises(pt.errors.LedgerTamperedError, match="at the time of the checkpoint"):
        talks.verify(other)
    with pytest.raises(pt.errors.LedgerTamperedError):
        talks.verify(pt.Checkpoint(0, b"", 0))
