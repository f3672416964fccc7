"""What only a server does: roles, guards, and errors that say where and how to repair it."""

from __future__ import annotations

import sys

import psycopg
import pytest

import peacetrack as pt
from peacetrack.testing import strategies as ss
from tests.stores.places import ROOT, SEEDS, opened

HOW_TO = ROOT / "docs" / "how-to" / "share-a-ledger-on-a-server.md"


def roles() -> str:
    """The statements that the how-to gives."""
    return HOW_TO.read_text(encoding="utf-8").split("```sql\n")[1].split("```")[0]


def position(stance: str, id: str) -> pt.Report:
    """A report of one position."""
    return pt.Report([pt.Position("NORTH", "truce", stance, since="2030-01-05")], id=id)  # type: ignore[arg-type]


@pytest.fixture
def url(server):
    """A ledger of the invented agenda."""
    url = server.new_database()
    with opened(url) as talks:
        talks.declare(ss.AGENDA)
        talks.record(position("open", "a"))
    return url


def test_roles_may_read_or_append_and_nothing_else(server, url):
    server.execute(roles(), url)
    name = url.rsplit("/", 1)[1]
    with opened(server.url(name, "reader")) as reader, opened(server.url(name, "writer")) as writer:
        assert reader.verify().size == 2
        with pytest.raises(pt.errors.StoreError, match="this role may not do that"):
            reader.record(position("open", "b"))
        assert writer.record(position("opposes", "b")).seq == 3
        writer.correct("b", position("open", "c"), reason="misread")
        writer.retract("a", reason="a forgery")
        assert reader.verify().size == 5
        for forbidden in (lambda: writer.redact("a", reason="so"), writer.rebuild):
            with pytest.raises(pt.errors.StoreError, match="this role may not do that"):
                forbidden()
        assert writer.head == 5


def test_a_role_that_may_make_nothing_is_told_so(server):
    url = server.new_database()
    server.execute("CREATE ROLE nobody LOGIN")
    with pytest.raises(pt.errors.StoreError, match="permission denied for database"):
        opened(server.url(url.rsplit("/", 1)[1], "nobody"))


def test_other_tables_of_the_database_are_left_alone(server):
    url = server.new_database()
    server.execute("CREATE TABLE entry (x text)", url)
    with opened(url) as talks:
        talks.extend(pt.open(SEEDS).entries())
    with psycopg.connect(url) as raw:
        assert raw.execute("SELECT count(*) FROM entry").fetchone() == (0,)


def test_the_views_answer_in_sql(url):
    with psycopg.connect(url) as raw:
        raw.execute("SET search_path TO peacetrack")
        assert raw.execute("SELECT term, party, field, value FROM position_history").fetchall() == [
            ("truce", "NORTH", "stance", '"open"')
        ]
        assert raw.execute("SELECT * FROM current_position").fetchall() == []  # it begins in 2030
        found = raw.execute("SELECT report, withdrawn_by, redacted FROM report_source").fetchall()
        assert found == [("a", None, False)]


def test_a_ledger_of_a_newer_version_is_refused(server, url):
    server.execute("UPDATE peacetrack.version SET number = 99", url)
    with pytest.raises(pt.errors.StoreError, match="version 99, newer than 2; update peacetrack"):
        opened(url)


def test_doctored_rows_are_noticed_there_too(server, url):
    server.execute("UPDATE peacetrack.statement SET value = '\"rejects\"'", url)
    with opened(url) as talks:
        with pytest.raises(pt.errors.LedgerTamperedError, match="entry 2: its statements"):
            talks.verify()
        talks.rebuild()
        talks.verify()
    server.execute("ALTER TABLE peacetrack.entry DISABLE TRIGGER ALL", url)
    server.execute("UPDATE peacetrack.entry SET recorded_by = 'me' WHERE seq = 2", url)
    with opened(url) as talks, pytest.raises(pt.errors.LedgerTamperedError, match="entry 2"):
        talks.verify()


def test_a_server_that_is_not_there_is_told_without_the_password():
    with pytest.raises(pt.errors.StoreError) as caught:
        pt.open("postgresql://me:secret@127.0.0.1:9/talks")
    assert str(caught.value).startswith("postgresql://127.0.0.1:9/talks: ")
    assert "check that the server runs and the URL is right" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_database_that_is_not_there_is_told(server):
    with pytest.raises(pt.errors.StoreError, match="make the database first: createdb"):
        pt.open(server.url("nothing_here"))


def test_a_url_that_is_none_is_told():
    with pytest.raises(pt.errors.StoreError, match="this is no URL of a server"):
        pt.open("postgresql://host:notaport:x/?what=ever")


def test_without_psycopg_the_error_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.delitem(sys.modules, "peacetrack.store.postgres", raising=False)
    with pytest.raises(pt.errors.MissingExtraError, match=r'pip install "peacetrack\[postgres\]"'):
        pt.open("postgresql://127.0.0.1/talks")
