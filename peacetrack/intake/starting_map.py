"""A map to begin with: the columns and the words of a table, and no meaning of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from peacetrack.errors import PeacetrackError, UnknownNameError
from peacetrack.intake.cells import shown
from peacetrack.intake.guide import VOCABULARIES
from peacetrack.intake.map import FIELDS, UNFILLED, AsMap, Map, as_map, folded_word
from peacetrack.intake.names import Names
from peacetrack.intake.rows import DNA, Rows, TableSource, rows_of
from peacetrack.store import toml
from peacetrack.table.cell import one_line
from peacetrack.words.term import Agenda
from peacetrack.words.value import counted

_OF_DNA = {
    "document": "report",
    "document title": "title",
    "document author": "author",
    "document source": "outlet",
    "document date": "published",
    "organization": "party",
    "person": "speaker",
    "concept": "term",
    "agreement": "stance",
    "text": "quote",
}
"""The columns of statements of Discourse Network Analyzer, and the fields that they are."""
_FILLED = ("party", "term", "stance", "act", "stage", "trend", "attribution")
"""The fields with words that a map says the meaning of."""
_MOST = 10_000
"""So many different values of a column are counted."""
_SHOWN, _LONG = 8, 60


def starting_map(source: TableSource, columns: AsMap = None, *, agenda: Agenda | None = None) -> str:
    """Return a map of a table to be filled in, as TOML: its columns, and the words that they hold.

    Nothing is guessed: a column is a field where it has the name of one, or is one of Discourse Network
    Analyzer, and what a word means is left open as "?". A row of such a word is a problem until the map
    says what it stands for. Other columns are listed with their most frequent values.

    Parameters:
        source: as of `read_table`.
        columns: a map or its path, as far as that is known (default: by the names of the columns).
        agenda: the agenda; names of parties and terms that it has are left out (default: none).

    Raises:
        InvalidInputError: if the file cannot be read.

    >>> rows = [{"party": "NORTH", "term": "the truce", "Vote": "Yes"}]
    >>> print(pt.intake.starting_map(rows, agenda=talks.agenda))
    # 1 row. What stands for "?" is to be filled in.
    # Rows of a word that is not needed are passed over once it is listed, as in: skip.term = ["..."]
    <BLANKLINE>
    [columns]  # the field that each column is, as peacetrack schema map lists them
    party = "party"
    term = "term"
    # stance = "..."
    # date = "..."
    # "Vote": 1 value: Yes (1)
    <BLANKLINE>
    [words.term]  # and how often each is there
    "the truce" = "?"  # 1
    <BLANKLINE>
    """
    map = as_map(columns)
    rows = rows_of(source, map)
    number, values = _counted(rows)
    fields = {column: field for field, column in map.columns.items()} or _named(values, rows.file)
    return "\n".join(
        [*_opening(number, rows, map), *_columns(fields, values), *_words(fields, values, Names(agenda)), ""]
    )


def _opening(number: int, rows: Rows, map: Map) -> list[str]:
    """Return the lines that say what is to be done, and how the file is read."""
    file = {"sheet": rows.sheet, "delimiter": map.delimiter, "header": map.header if map.header > 1 else None}
    return [
        f'# {counted(number, "row")}. What stands for "?" is to be filled in.',
        '# Rows of a word that is not needed are passed over once it is listed, as in: skip.term = ["..."]',
        *(f"{name} = {toml.inline(value)}" for name, value in file.items() if value is not None),
        *(["# header = 2  # where a title stands above the names of the columns"] if _is_title(rows) else ()),
    ]


def _is_title(rows: Rows) -> bool:
    """Return whether one cell of the header alone has words: most likely a title, with the names below."""
    return bool(rows.file) and len([name for name in rows.columns or () if name]) == 1


def contents(rows: Rows) -> str:
    """Return what columns a table has, with their most frequent values, in a few lines."""
    number, values = _counted(rows)
    lines = (f"\n  {one_line(column)!r}: {_frequent(counts)}" for column, counts in values.items())
    return f"{counted(number, 'row')} of {len(values)} columns{''.join(lines)}"


def _counted(rows: Rows) -> tuple[int, Mapping[str, Counter[str]]]:
    """Return the number of rows, and how often each column has each value, empty cells apart."""
    values: dict[str, Counter[str]] = {column: Counter() for column in rows.columns or ()}
    number = 0
    for number, (_, row) in enumerate(rows.numbered, 1):  # noqa: B007 - it is the last one in the end
        for column, cell in () if isinstance(row, PeacetrackError) else row.items():
            counts, text = values.setdefault(str(column), Counter()), shown(cell)
            if text and (text in counts or len(counts) < _MOST):
                counts[text] += 1
    return number, values


def _named(columns: Iterable[str], file: str | None) -> dict[str, str]:
    """Return the columns that have the name of a field, with the field; of several, the first."""
    known: dict[str, str] = {field: field for field in FIELDS}
    if str(file).lower().endswith(DNA):
        known |= _OF_DNA
    first: dict[str, str] = {}
    for column in columns:
        first.setdefault(known.get(folded_word(column), ""), column)
    return {column: field for field, column in first.items() if field}


def _columns(fields: Mapping[str, str], values: Mapping[str, Counter[str]]) -> Iterator[str]:
    yield "\n[columns]  # the field that each column is, as peacetrack schema map lists them"
    yield from (f"{field} = {toml.inline(column)}" for column, field in fields.items())
    missing = [field for field in ("party", "term", "stance", "date") if field not in fields.values()]
    yield from (
        f'# {field} = "..."' for field in missing if field != "date" or "published" not in fields.values()
    )
    for column, counts in values.items():
        if column not in fields:
            yield f"# {toml.inline(one_line(column))}: {_frequent(counts)}"
    if "speaker" in fields.values() and "attribution" not in fields.values():
        yield "\n[always]"
        yield '# attribution = "named"  # how speakers are quoted: named, quote, ...'


def _words(fields: Mapping[str, str], values: Mapping[str, Counter[str]], names: Names) -> Iterator[str]:
    """Yield the words of the columns that need a meaning, apart from those that have one."""
    for column, field in fields.items():
        counts = values.get(column, Counter()) if field in _FILLED else Counter()
        unknown = {
            folded_word(word): word for word, _ in counts.most_common() if not _is_known(field, word, names)
        }
        if unknown:
            yield f"\n[words.{field}]  # and how often each is there"
            yield from (f'{toml.key(word)} = "{UNFILLED}"  # {counts[word]}' for word in unknown.values())


def _is_known(field: str, word: str, names: Names) -> bool:
    """Return whether a word is a name of the agenda, or a word of the vocabulary."""
    if field in VOCABULARIES:
        return folded_word(word).replace(" ", "-") in VOCABULARIES[field]
    try:
        return names.agenda is not None and bool(names.party(word) if field == "party" else names.term(word))
    except UnknownNameError:
        return False


def _frequent(counts: Counter[str]) -> str:
    """Return how many values a column has, and the most frequent ones."""
    number = counted(len(counts), "value")
    if len(counts) > _SHOWN and counts.most_common(1)[0][1] == 1:
        return f"{number}, each once"
    frequent = [f"{_cut(one_line(value))} ({times})" for value, times in counts.most_common(_SHOWN)]
    more = f" and {len(counts) - _SHOWN} more" if len(counts) > _SHOWN else ""
    return f"{number}: {', '.join(frequent)}{more}" if frequent else "empty"


def _cut(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[:_LONG]}\N{HORIZONTAL ELLIPSIS}"
