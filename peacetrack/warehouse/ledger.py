"""The ledger of a warehouse: its agendas at once, its reports when something asks for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from typing import Any

from peacetrack.ledger.entry import Entry
from peacetrack.ledger.filed import Filed
from peacetrack.ledger.ledger import Ledger, Mention
from peacetrack.store.row import entries_of, entry_of
from peacetrack.warehouse import query
from peacetrack.warehouse.engine import Engine
from peacetrack.warehouse.row import StoredRow
from peacetrack.words.declared_kind import Kind
from peacetrack.words.term import Agenda
from peacetrack.words.value import grouped

_WHOLE = frozenset(vars(Ledger()))
"""The attributes that need all entries; the first look at one reads them (see `StoredLedger.__getattr__`)."""


class StoredLedger(Ledger):
    """A ledger over the files of a warehouse. All its entries are read only where a question is about all."""

    def __init__(self, files: Engine, head: int) -> None:
        self._files, self._head = files, head
        self._kinds: dict[str, Kind] = {}
        self._noted: dict[str, tuple[int, int]] = {}
        self.events = dict.fromkeys(mention.id for mention in self._mentions() if mention.kind == "event")
        self.filed = _Reports(self)

    def __getattr__(self, name: str) -> Any:
        if name not in _WHOLE:
            raise AttributeError(name)
        self.read_whole()
        return vars(self)[name]

    @property
    def head(self) -> int:
        """The seq of the last entry."""
        return self._head

    @cached_property
    def agendas(self) -> list[tuple[int, Agenda]]:
        """Every agenda that was ever in force, with the seq that declared it."""
        agendas = [(0, Agenda(""))]
        for entry in map(self.entry, self._files.rows(query.DECLARED)):
            assert isinstance(entry.body, Agenda)
            agendas.append((entry.seq, agendas[-1][1].replaced_by(entry.body)))
        return agendas[1:]

    def entry(self, row: tuple[Any, ...]) -> Entry:
        """Return the entry of a row."""
        return entry_of(("", *row), self._kinds)

    def read_whole(self) -> None:
        """Read all entries, and what follows from them."""
        rows = (("", *row) for row in self._files.rows(query.ALL_ENTRIES))
        whole = Ledger()
        whole.load(entries_of("", rows, 0, {}), self._mentions(), ())
        vars(self).update(vars(whole))

    def _mentions(self) -> Iterator[Mention]:
        return (Mention(*row) for row in self._files.rows(query.MENTIONS))

    # Reports one by one

    def expect(self, rows: Iterable[StoredRow]) -> None:
        """Note the reports of some rows: once one of them is asked for, they are read together."""
        self._noted.update((row.report, (row.seq, row.tie_seq)) for row in rows)

    def filed_together(self, id: str, known: Collection[str]) -> dict[str, Filed] | None:
        """Return the reports that were noted and are not known yet; None where this one was not noted."""
        if id not in self._noted:
            return None
        missing = {seq: tie_seq for report, (seq, tie_seq) in self._noted.items() if report not in known}
        entries = map(self.entry, self._files.rows(query.entries(missing)))
        return {entry.id: self._as_filed(entry, missing[entry.seq]) for entry in entries}

    def _as_filed(self, entry: Entry, tie_seq: int) -> Filed:
        withdrawn: Entry | None = None
        redacted: Entry | None = None
        retracted: dict[int, Entry] = {}
        for act in self._acts.get(entry.id, ()):
            if act.kind == "redaction":
                redacted = act
            elif act.claim is None:
                withdrawn = act
            else:
                retracted[act.claim] = act
        return Filed(entry, tie_seq, withdrawn, retracted, redacted)

    def is_noted(self, id: str) -> bool:
        """Return whether a report was noted."""
        return id in self._noted

    @cached_property
    def _acts(self) -> dict[str, list[Entry]]:
        """By report, the entries that corrected, retracted or redacted it."""
        acts = map(self.entry, self._files.rows(query.ACTS))
        return grouped(acts, lambda act: act.corrects or act.id)


class _Reports(dict[str, Filed]):
    """The reports that were asked for; all of them, once something asks for all."""

    def __init__(self, ledger: StoredLedger) -> None:
        super().__init__()
        self._ledger = ledger

    def __missing__(self, id: str) -> Filed:
        noted = self._ledger.filed_together(id, dict.keys(self))
        if noted is None:
            return self._all()[id]
        self.update(noted)
        return super().__getitem__(id)

    def get(self, id: str, default: Any = None) -> Any:
        """Return a report; the default where there is none."""
        return self[id] if id in self else default  # noqa: SIM401 - it reads what is missing

    def __contains__(self, id: object) -> bool:
        if super().__contains__(id) or (isinstance(id, str) and self._ledger.is_noted(id)):
            return True
        return id in self._all()

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def values(self) -> Any:
        """Return all reports."""
        return self._all().values()

    def items(self) -> Any:
        """Return all reports with their ids."""
        return self._all().items()

    def _all(self) -> dict[str, Filed]:
        ledger = self._ledger
        if ledger.filed is self:
            ledger.read_whole()
        return ledger.filed
