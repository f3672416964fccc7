"""What only a server does: roles, guards, and errors that say where and how to repair it."""

from __future__ import annotations

import sys
import threading
from contextlib import suppress

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
    with pytest.raises(pt.errors.StoreError, match="version 99, newer than 3; update peacetrack"):
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


# Connections, owners, and other readers


def test_a_connection_that_is_killed_in_the_middle_of_a_write_is_made_again(server, url):
    names = [f"r{number}" for number in range(40)]
    with opened(url) as talks, psycopg.connect(server.url(), autocommit=True) as other:
        stop = threading.Event()

        def kill() -> None:
            while not stop.is_set():
                other.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
                    " AND state = 'active' AND query LIKE 'INSERT%%'",
                    (url.rsplit("/", 1)[1],),
                )

        killer = threading.Thread(target=kill)
        killer.start()
        try:
            for name in names:
                with suppress(pt.errors.ConnectionLostError):
                    talks.record(position("open", name))
        finally:
            stop.set()
            killer.join()
        for name in names:
            talks.record(position("open", name))
        assert set(names) <= set(talks.reports)
        talks.verify()


@pytest.mark.parametrize("state", ["pipeline", "transaction", "closed"])
def test_a_connection_in_any_other_state_is_made_again(state, url):
    with opened(url) as talks:
        db = talks._journal.store._db
        if state == "pipeline":
            db.pgconn.enter_pipeline_mode()
        elif state == "transaction":
            db.pgconn.exec_(b"BEGIN")
        else:
            db.pgconn.finish()
        assert talks.record(position("open", "b")).seq == 3
        assert talks.verify().size == 3


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1"])
def test_a_database_in_which_not_all_words_can_be_kept_is_refused(encoding, server):
    server.execute(f"CREATE DATABASE bare_{encoding} ENCODING '{encoding}' TEMPLATE template0 LOCALE 'C'")
    with pytest.raises(pt.errors.StoreError, match=f"the encoding of the database is {encoding}"):
        opened(server.url(f"bare_{encoding.lower()}"))


def test_text_is_sent_as_utf_8_whatever_the_environment_says(url, monkeypatch):
    monkeypatch.setenv("PGCLIENTENCODING", "LATIN1")
    with opened(url) as talks:
        talks.record(pt.Report([pt.Assessment("“Ћирилица” 🕊", about=["truce"])], id="b"))
        assert talks.verify().size == 3


def test_a_temporary_table_does_not_stand_for_the_entries(url):
    with opened(url) as talks:
        talks._journal.store._db.execute("CREATE TEMP TABLE entry (ledger text, seq bigint)")
        assert talks.record(position("open", "b")).seq == 3


@pytest.mark.parametrize("grants", [False, True])
def test_a_schema_that_another_role_made_is_refused(grants, server):
    url = server.new_database()
    server.execute("DROP ROLE IF EXISTS mallory; CREATE ROLE mallory LOGIN")
    server.execute(f"GRANT CREATE ON DATABASE {url.rsplit('/', 1)[1]} TO mallory")
    name = url.rsplit("/", 1)[1]
    if grants:
        with opened(server.url(name, "mallory")) as talks:
            talks.declare(ss.AGENDA)
    else:
        server.execute("CREATE SCHEMA peacetrack", server.url(name, "mallory"))
    with pytest.raises(pt.errors.StoreError, match="the schema peacetrack is of mallory"):
        opened(url)
    server.execute("DROP OWNED BY mallory", url)
    server.execute("DROP ROLE mallory", url)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE FUNCTION peacetrack.now () RETURNS timestamptz LANGUAGE sql AS 'SELECT pg_catalog.now()'",
        "CREATE TABLE peacetrack.notes (words text)",
        "CREATE TRIGGER copied BEFORE INSERT ON peacetrack.entry FOR EACH ROW EXECUTE FUNCTION public.kept ()",
    ],
)
def test_a_schema_with_something_of_another_role_is_refused(statement, server, url):
    name = url.rsplit("/", 1)[1]
    server.execute("DROP ROLE IF EXISTS mallory; CREATE ROLE mallory LOGIN")
    server.execute(
        "GRANT USAGE, CREATE ON SCHEMA peacetrack, public TO mallory; GRANT TRIGGER ON peacetrack.entry TO mallory",
        url,
    )
    kept = "CREATE FUNCTION public.kept () RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
    server.execute(kept, server.url(name, "mallory"))
    server.execute(statement, server.url(name, "mallory"))
    with pytest.raises(pt.errors.StoreError, match="it holds tables, functions or triggers of others"):
        opened(url)
    server.execute("DROP OWNED BY mallory CASCADE", url)
    server.execute("DROP ROLE mallory", url)


def test_a_reader_cannot_hold_up_the_writers(server, url):
    name = url.rsplit("/", 1)[1]
    server.execute(
        "DROP ROLE IF EXISTS looker; CREATE ROLE looker LOGIN;"
        " GRANT USAGE ON SCHEMA peacetrack TO looker;"
        " GRANT SELECT ON ALL TABLES IN SCHEMA peacetrack TO looker",
        url,
    )
    with psycopg.connect(server.url(name, "looker")) as reader:
        reader.execute("SELECT pg_advisory_lock(hashtextextended('peacetrack/main', 0))")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            reader.execute("LOCK TABLE peacetrack.turn IN SHARE UPDATE EXCLUSIVE MODE")
        reader.rollback()
        reader.execute("SELECT count(*) FROM peacetrack.turn, peacetrack.entry")
        with opened(url) as talks:
            assert talks.record(position("open", "b")).seq == 3
    server.execute("DROP OWNED BY looker; DROP ROLE looker", url)


def test_a_redaction_that_waits_for_a_reader_says_so_and_can_be_repeated(url, monkeypatch):
    from peacetrack.store import postgres

    monkeypatch.setattr(postgres, "PATIENCE", 0.5)
    with opened(url) as talks, psycopg.connect(url) as reader:
        reader.execute("SELECT count(*) FROM peacetrack.entry")
        with pytest.raises(pt.errors.StoreError, match="redact again when they have finished"):
            talks.redact("a", reason="so")
        assert talks.reports["a"].id == "a"
        reader.rollback()
        assert not talks.redact("a", reason="so").new
        assert talks.verify().size == 3


def test_tables_of_version_2_are_brought_forward(server, url):
    name = url.rsplit("/", 1)[1]
    with opened(url) as talks:
        account = pt.Attribution("named", acts_for="SOUTH")
        account_of = pt.Position("NORTH", "truce", "accepts", attribution=account, since="2030-01-05")
        talks.record(pt.Report([account_of], id="account"))
    server.execute(
        "DROP ROLE IF EXISTS clerk; CREATE ROLE clerk LOGIN; GRANT USAGE ON SCHEMA peacetrack TO clerk;"
        " UPDATE peacetrack.statement SET anchor = anchor - 1;"
        " DROP TABLE peacetrack.turn; ALTER TABLE peacetrack.statement RENAME tie_seq TO place;"
        " ALTER TABLE peacetrack.statement DROP COLUMN own CASCADE;"
        " ALTER TABLE peacetrack.statement"
        " ADD PRIMARY KEY (ledger, term, party, field, anchor, directness, place, claim, known_from);"
        " UPDATE peacetrack.version SET number = 2;"
        " GRANT SELECT ON ALL TABLES IN SCHEMA peacetrack TO clerk;"
        " GRANT INSERT ON peacetrack.entry, peacetrack.statement, peacetrack.mention TO clerk;"
        " GRANT UPDATE (known_until, known_until_at) ON peacetrack.statement TO clerk",
        url,
    )
    with opened(url) as talks:
        assert talks.verify().size == 3
        assert talks.state(valid="2030-02-01")["truce"]["NORTH"].stance is pt.Stance.OPEN
    with opened(server.url(name, "clerk")) as talks:
        assert talks.record(position("open", "b")).seq == 4
        assert talks.verify().size == 4
    server.execute("DROP OWNED BY clerk; DROP ROLE clerk", url)
