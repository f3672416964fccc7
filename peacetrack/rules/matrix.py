"""The matrix of a field: its value for every party on every term, at one basis.

With numpy (extra `analytics`) most cells are read off columns. Those that rules 1, 3 or 9 of
`docs/reference/rules.md` say more of are asked one by one, as all are without it. The values are the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from peacetrack.errors import UnknownFieldError
from peacetrack.index.statement import CONTENT, POSITION_FIELDS
from peacetrack.rules.rulings import Rulings
from peacetrack.rules.stance_run import WEAK_VALUES
from peacetrack.words.basis import Basis
from peacetrack.words.classes import define, frozen
from peacetrack.words.kind import RESERVED
from peacetrack.words.term import Agenda
from peacetrack.words.value import as_name

if TYPE_CHECKING:
    from peacetrack.index.field_columns import AnyColumns, CurrentColumns

NONE = -1
"""The code of a cell where nothing is reported."""

ASK = -2
"""The code of a cell that is asked by the rules."""


@frozen(eq=False)
class Matrix:
    """The values of one field, of every party on every term of a state.

    Attributes:
        field: the field.
        terms: the terms, a row each, in the order of the agenda.
        parties: the parties, a column each, in the order of the agenda.
        values: the values that occur, each once; a few may not.
        codes: by term and party, the place of its value in `values`, -1 where nothing is reported: an array
            of int32 where numpy is installed, else a list of lists.
        basis: what the values rest on.

    >>> matrix = state.matrix()
    >>> str(matrix["truce", "NORTH"]), matrix["border", "NORTH"]
    ('accepts', None)
    """

    field: str
    terms: tuple[str, ...]
    parties: tuple[str, ...]
    values: tuple[Any, ...]
    codes: Any
    basis: Basis

    def __getitem__(self, cell: tuple[str, str]) -> Any:
        code = self.codes[self.terms.index(cell[0])][self.parties.index(cell[1])]
        return None if code == NONE else self.values[code]

    def rows(self) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """Yield each term with the values of all parties on it, None where nothing is reported.

        >>> for term, values in state.matrix().rows():
        ...     print(term, *values)
        truce accepts open None
        border None None None
        """
        values = (*self.values, None)  # the last one is at -1
        for term, codes in zip(self.terms, self.codes, strict=True):
            yield term, tuple(values[code] for code in codes)


def matrix_of(rulings: Rulings, field: str, basis: Basis) -> Matrix:
    """Return the matrix of a field of positions; refuse one that no term of the state has."""
    field = _known(rulings, as_name(field))
    now = _stacked(rulings, field, basis)
    if now is None:
        return _asked_all(rulings, field, basis)
    grid = _grid(rulings.agenda, now)
    codes, values = _read_off(rulings, grid, now.columns)
    if codes.size and codes.item(codes.argmin()) == ASK:
        values = values.copy()
        for row, column in zip(*(codes == ASK).nonzero(), strict=True):
            codes[row, column] = values.code(_value(rulings, field, grid.terms[row], grid.parties[column]))
    return Matrix(field, grid.terms, grid.parties, tuple(values.all), codes, basis)


def _stacked(rulings: Rulings, field: str, basis: Basis) -> CurrentColumns | None:
    """Return the columns of a field; None without numpy, and where each cell is asked."""
    if basis.published_by is not None or (field in POSITION_FIELDS and field != "stance"):
        return None
    return rulings.cut.in_columns(field if field == "stance" else CONTENT + field)


def _asked_all(rulings: Rulings, field: str, basis: Basis) -> Matrix:
    terms, parties, values = tuple(rulings), tuple(rulings.agenda.party_by_id), _Values()
    codes: Any = [[values.code(_value(rulings, field, term, party)) for party in parties] for term in terms]
    with suppress(ModuleNotFoundError):
        import numpy as np  # an extra, which takes a while to import

        codes = np.array(codes, np.int32).reshape(len(terms), len(parties))
    return Matrix(field, terms, parties, tuple(values.all), codes, basis)


class _Values:
    """Values, each once: true is not 1."""

    def __init__(self) -> None:
        self.all: list[Any] = []
        self._code_of: dict[tuple[type, Any], int] = {}

    def copy(self) -> _Values:
        """Return a copy that others can be added to."""
        other = _Values()
        other.all, other._code_of = self.all.copy(), self._code_of.copy()
        return other

    def code(self, value: Any) -> int:
        if value is None:
            return NONE
        code = self._code_of.setdefault((type(value), value), len(self.all))
        if code == len(self.all):
            self.all.append(value)
        return code


def _known(rulings: Rulings, field: str) -> str:
    """Return a field without its prefix; refuse one that the kind of no term has."""
    if field in POSITION_FIELDS:
        return field
    name = field.removeprefix(CONTENT)
    kinds = [rulings.kind_of(term) for term in rulings]
    known = dict.fromkeys(name for kind in kinds for name in kind.known)
    free = not kinds or any(not kind.known for kind in kinds)
    if not free and name not in (*known, *RESERVED):
        raise UnknownFieldError(name, (*POSITION_FIELDS, *known))
    return name


def _value(rulings: Rulings, field: str, term: str, party: str) -> Any:
    standing = rulings.standing(term, party)
    return getattr(standing, field) if field in POSITION_FIELDS else standing.details.get(field)


# By columns


def _read_off(rulings: Rulings, grid: _Grid, columns: AnyColumns) -> tuple[Any, _Values]:
    """Return the codes of all cells, some of them to be asked, and what they stand for."""
    cut = rulings.cut
    kinds = columns.holding(cut.valid, cut.seq, cut.counts)
    values, code_of_kind = grid.values_of(columns)
    of_series = code_of_kind.take(kinds)
    if cut.seq < columns.last:
        of_series[columns.first_known > cut.seq] = NONE
    codes = grid.blank.copy()
    codes.put(grid.cells, of_series.take(grid.series))
    return codes, values


@define(eq=False)
class _Grid:
    """Where the series of columns stand in a matrix, and the values.

    Attributes:
        agenda: with the terms and parties.
        terms, parties: their ids.
        blank: the codes of all cells before a series is read: those that are always asked, and else none.
        series, cells: the series that are read, and the cell of each.
    """

    agenda: Agenda
    terms: tuple[str, ...]
    parties: tuple[str, ...]
    blank: Any
    series: Any
    cells: Any
    _values: tuple[_Values, Any] | None = None

    def values_of(self, columns: AnyColumns) -> tuple[_Values, Any]:
        """Return the values of columns, and by its codes those of the matrix; none is last, and asked."""
        of_columns, kept = list(columns.values), self._values  # others may ask, and read more, meanwhile
        if kept is None or len(kept[1]) != len(of_columns) + 1:
            import numpy as np

            values = _Values()
            codes = [ASK if value in WEAK_VALUES else values.code(value) for value in of_columns]
            kept = self._values = values, np.array([*codes, ASK], np.int32)
        return kept


_grids: WeakKeyDictionary[CurrentColumns, _Grid] = WeakKeyDictionary()


def _grid(agenda: Agenda, now: CurrentColumns) -> _Grid:
    """Return the grid of columns and an agenda; made again for another agenda."""
    grid = _grids.get(now)
    if grid is None or grid.agenda is not agenda:
        grid = _grids[now] = _made(agenda, now)
    return grid


def _made(agenda: Agenda, now: CurrentColumns) -> _Grid:
    import numpy as np

    terms, parties = tuple(agenda.term_by_id), tuple(agenda.party_by_id)
    column: dict[str | None, int] = {party: place for place, party in enumerate(parties)}
    row = {term: place * len(column) for place, term in enumerate(terms)}
    asked = {
        row[term] + column[party] for term, party in _always(agenda, now) if term in row and party in column
    }
    cell_of = {
        number: row[key.term] + column[key.party]
        for number, key in enumerate(now.columns.keys)
        if key.term in row and key.party in column
    }
    read = [(number, cell) for number, cell in cell_of.items() if cell not in asked]
    blank = np.full((len(terms), len(parties)), NONE, np.int32)
    blank.put(list(asked), ASK)
    series, cells = np.array(read, np.int64).reshape(-1, 2).T.copy()
    return _Grid(agenda, terms, parties, blank, series, cells)


def _always(agenda: Agenda, now: CurrentColumns) -> Iterator[tuple[str, str | None]]:
    """Yield the (term, party) of groups and members, of complete positions, and of what is in no columns."""
    yield from ((term, party) for term in agenda.term_by_id for party in agenda.grouped)
    yield from now.aside
    yield from now.complete
