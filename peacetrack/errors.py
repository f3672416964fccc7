"""The errors that peacetrack raises, all of them below `PeacetrackError`.

    PeacetrackError
    ├── InvalidInputError (ValueError)        an input cannot be accepted
    │   ├── SeveralProblemsError              one input has several problems, in .problems
    │   ├── WrongTypeError (TypeError)        a value has another type than required
    │   │   └── FloatGivenError               a float stands where only exact numbers are kept
    │   ├── MissingFieldError                 a required field is missing
    │   ├── UnknownFieldError (KeyError)      a field, column or option is not known
    │   ├── UnknownNameError (KeyError)       a party, term, person, stance, kind ... is not declared
    │   │   ├── UnknownActError               a builder has no such act or stance
    │   │   └── SwappedNamesError             a party stands for a term, or a term for a party
    │   ├── InvalidTimeError                  a text is no EDTF time
    │   │   ├── UnsupportedTimeError          valid EDTF that peacetrack does not keep
    │   │   ├── NaiveTimeError                a time of day has no offset from UTC
    │   │   └── AmbiguousTimeError            a date can be read in two ways
    │   ├── EndBeforeStartError               an end comes before its start
    │   ├── WrongContentError                 content is of another kind than its term takes
    │   ├── NameTakenError                    one name stands for two things
    │   ├── EventCircleError                  events are dated by each other
    │   └── UnknownSeqError (LookupError)     a known= is not the number of an entry
    ├── ConflictError (ValueError)            an input contradicts an entry of the ledger
    │   ├── WithdrawnReportError              a withdrawn report is recorded or withdrawn again
    │   ├── FixedTermError                    a term with claims gets another kind or proposition
    │   └── FixedKindError                    a kind with claims gets other fields than new ones
    ├── ReportNotFoundError (LookupError)     the ledger has no such report
    ├── StaleHeadError (RuntimeError)         another process wrote first
    ├── LedgerTamperedError (RuntimeError)    an entry is not what was recorded
    ├── StoreError (OSError)                  a file or server cannot be opened, read or written
    │   └── ConnectionLostError               the connection broke during a write
    ├── TruthValueError (TypeError)           an absence was used as a condition
    ├── NotJudgedError (TypeError)            a grade that was not judged was used as a number
    └── MissingExtraError (ImportError)       an optional dependency is not installed

Each error says what is wrong, where, and how to repair it, and carries the data it is about as
attributes. `error.problems` lists every problem of one input; for a single error, itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from functools import cached_property, wraps
from math import isfinite
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

QUOTED = 60
"""How many characters of what was given a message quotes."""


def quoted(given: object) -> str:
    """Return what was given as a message quotes it: a long one is cut.

    Parameters:
        given: any value.

    >>> len(pt.errors.quoted("z" * 1000))
    63
    """
    if isinstance(given, str) and len(given) > QUOTED:
        return f"{given[:QUOTED]!r}\N{HORIZONTAL ELLIPSIS}"
    text = str(given) if isinstance(given, Decimal) else repr(given)  # as in a file
    return text if len(text) <= 4 * QUOTED else f"{text[:QUOTED]}\N{HORIZONTAL ELLIPSIS}"


class PeacetrackError(Exception):
    """The base of all errors.

    Parameters:
        what: what is wrong, in one sentence.
        where: the path to it in the input, a file with a line, or an option (default: the whole).
        repair: what to write or do instead (default: the usual one of the class).

    >>> try:
    ...     state["truse"]
    ... except pt.PeacetrackError as error:
    ...     print(error.what, "-", error.repair)
    unknown term 'truse' - did you mean 'truce'?
    """

    repair: str = ""

    def __init__(self, what: str, *, where: str = "", repair: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        if repair:
            self.repair = repair

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (type(self), self.args, vars(self))

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return place + self.what + (f"; {self.repair}" if self.repair else "")

    @property
    def problems(self) -> tuple[PeacetrackError, ...]:
        """Every problem of the input; here the error itself."""
        return (self,)


def _restored(
    cls: type[PeacetrackError], args: tuple[Any, ...], attributes: dict[str, Any]
) -> PeacetrackError:
    """Return a pickled error; its class would take other arguments than `args`."""
    error = cls.__new__(cls)
    error.args = args
    vars(error).update(attributes)
    return error


class InvalidInputError(PeacetrackError, ValueError):
    """An input cannot be accepted."""


LISTED = 100
"""How many problems of one input a message lists; all of them are in `problems`."""


class SeveralProblemsError(InvalidInputError):
    """One input has several problems, listed in `problems`."""

    def __init__(self, problems: Sequence[PeacetrackError]) -> None:
        lines = [f"\n  {problem}" for problem in problems[:LISTED]]
        more = f"\n  and {len(problems) - LISTED} more" if len(problems) > LISTED else ""
        super().__init__(f"{len(problems)} problems{''.join(lines)}{more}")
        self._problems = tuple(problems)

    @property
    def problems(self) -> tuple[PeacetrackError, ...]:
        """Every problem, in the order of the input."""
        return self._problems


class WrongTypeError(InvalidInputError, TypeError):
    """A value has another type than required: `value` is not `due`."""

    def __init__(self, value: object, due: str, *, where: str = "", repair: str = "") -> None:
        super().__init__(f"{quoted(value)} is not {due}", where=where, repair=repair)
        self.value = value
        self.due = due


class FloatGivenError(WrongTypeError):
    """A float stands where numbers must stay exact when written and read."""

    def __init__(self, value: float) -> None:
        repair = f'write a fraction as decimal text, "{value}", or as Decimal'
        if not isfinite(value):
            repair = 'leave it out, or say why there is none: {"absent": "unknown"}'
        super().__init__(value, "an exact number", repair=repair)


class MissingFieldError(InvalidInputError):
    """The required `field` is missing."""

    def __init__(self, field: str, *, where: str = "", repair: str = "add it") -> None:
        super().__init__(f"the field {quoted(field)} is missing", where=where, repair=repair)
        self.field = field


DECIDE = "decide "
"""How the name of a field begins in which a merge of two codings marks what a person has to decide."""


def _decide(mark: str) -> str:
    field = mark.removeprefix(DECIDE)
    if field == "claim":
        return "decide this: keep the claim or take it out, then take out the mark"
    return f"decide this: write {quoted(field)} with the value that is right, then take out the mark"


class UnknownFieldError(InvalidInputError, KeyError):
    """The `field` is not known; `nearest` is the known one that is most like it."""

    def __init__(self, field: str, known: Iterable[str], *, where: str = "") -> None:
        self.field = field
        self.nearest = nearest(field, known)
        what, repair = f"unknown field {quoted(field)}", _did_you_mean(self.nearest, known)
        if str(field).startswith(DECIDE):
            what, repair = f"{quoted(field)} is a mark of two codings that differ", _decide(field)
        super().__init__(what, where=where, repair=repair)


class UnknownNameError(InvalidInputError, KeyError):
    """No `kind` of this `name` is declared; `nearest` is the known name most like it."""

    def __init__(
        self,
        kind: str,
        name: object,
        known: Iterable[str],
        *,
        aliases: Iterable[str] = (),
        where: str = "",
        repair: str = "",
    ) -> None:
        self.kind = kind
        self.name = name
        self._known, self._aliases = tuple(known), tuple(aliases)
        super().__init__(f"unknown {kind} {quoted(name)}", where=where, repair=repair)

    @cached_property
    def nearest(self) -> str | None:
        """The known name most like it, or None; looked for when it is asked for, as one input may have
        thousands of such problems.
        """
        return nearest(self.name, (*self._known, *self._aliases))

    @cached_property
    def repair(self) -> str:  # type: ignore[override]  # it may be set, as that of the base
        """The text to write instead."""
        return _did_you_mean(self.nearest, self._known) + _look_alike(self.name, self.nearest)


class UnknownActError(UnknownNameError, AttributeError):  # type: ignore[misc]  # `name` is wider
    """A speaker of a draft has no method of this `name`; `nearest` is the act most like it."""

    def __init__(self, name: str, known: Iterable[str], *, is_stance: bool = False) -> None:
        super().__init__("act", name, known)
        if is_stance:
            self.repair = f"{quoted(name)} is a stance: write position(term, {quoted(name)})" + (
                f", or {self.nearest}(term, {quoted(name)})" if self.nearest else ""
            )


class SwappedNamesError(UnknownNameError):
    """A party stands where a term is required, or the other way round."""

    def __init__(self, kind: str, name: str, other: str) -> None:
        swapped = {kind, other} == {"party", "term"}
        repair = f"{quoted(name)} is a {other}" + (": are party and term swapped?" if swapped else "")
        super().__init__(kind, name, (), repair=repair)


_WRITE_A_TIME = "write a date such as 2025-12-14, or an interval such as 2025-12-14/2025-12-20"


class InvalidTimeError(InvalidInputError):
    """The `text` is no EDTF time; it stops making sense at `position`, counted from 0."""

    def __init__(
        self, text: str, position: int, why: str, *, what: str = "", repair: str = _WRITE_A_TIME
    ) -> None:
        super().__init__(what or f"{quoted(text)} is no EDTF time: at {position}, {why}", repair=repair)
        self.text = text
        self.position = position


class UnsupportedTimeError(InvalidTimeError):
    """The `text` is valid EDTF with a `feature` that peacetrack does not keep."""

    def __init__(self, text: str, feature: str) -> None:
        what = f"{quoted(text)} is EDTF that peacetrack does not keep ({feature})"
        repair = "write a date, an interval of dates or a one-of set between 0001 and 9999"
        super().__init__(text, 0, feature, what=what, repair=repair)
        self.feature = feature


class NaiveTimeError(InvalidTimeError):
    """A time of day has no offset from UTC."""

    def __init__(self, text: str) -> None:
        why = f"the time {quoted(text)} has no offset"
        repair = f"write it with its offset, {text}Z or {text}+01:00, or give the date alone"
        super().__init__(text, len(text), why, what=why, repair=repair)


class AmbiguousTimeError(InvalidTimeError):
    """The `text` is a date that can be read in several ways: `readings`, as EDTF."""

    def __init__(self, text: str, readings: Iterable[str], *, repair: str = _WRITE_A_TIME) -> None:
        self.readings = tuple(readings)
        why = f"{quoted(text)} is ambiguous: {' or '.join(self.readings)}"
        super().__init__(text, 0, why, what=why, repair=repair)


class EndBeforeStartError(InvalidInputError):
    """An end comes before its start."""

    repair = "correct one of the two"


class WrongContentError(InvalidInputError):
    """The `term` takes content of the kind `due`, not of the kind `given`."""

    def __init__(self, term: str, due: str, given: str, *, where: str = "") -> None:
        super().__init__(
            f"the term {term!r} takes content of kind {due!r}, not {given!r}",
            where=where,
            repair=f"write the content of {due!r}, or name another term",
        )
        self.term = term
        self.due = due
        self.given = given


class NameTakenError(InvalidInputError):
    """One name stands for two things."""

    repair = "take another name"


class EventCircleError(InvalidInputError):
    """Events are dated by each other; `circle` names them in order."""

    def __init__(self, circle: Sequence[str]) -> None:
        chain = " -> ".join((*circle, circle[0]))
        super().__init__(
            f"these events are dated by each other: {chain}", repair="give one of them a date of its own"
        )
        self.circle = tuple(circle)


class UnknownSeqError(InvalidInputError, LookupError):
    """There is no entry `seq`: the last one is `head`."""

    def __init__(self, seq: int, head: int) -> None:
        where = "above the head, which is" if seq > head else "below 0; the head is"
        repair = "a number is the seq of an entry"
        if 1000 <= seq <= 9999:
            repair += f'; a year is written as text, known="{seq}"'
        super().__init__(f"known={seq} is {where} {head}", repair=repair)
        self.seq = seq
        self.head = head


class ConflictError(PeacetrackError, ValueError):
    """An input contradicts the entry `seq`, recorded under `id`."""

    def __init__(self, what: str, *, id: str, seq: int, repair: str = "") -> None:
        super().__init__(what, repair=repair)
        self.id = id
        self.seq = seq


class WithdrawnReportError(ConflictError):
    """A withdrawn report is recorded, or withdrawn, again."""


class FixedTermError(ConflictError):
    """A term with claims is declared with another kind or proposition."""


class FixedKindError(ConflictError):
    """A kind of content that claims use is declared otherwise than with new fields."""


class ReportNotFoundError(PeacetrackError, LookupError):
    """The ledger has no report, or proposal, `id`; `nearest` is the recorded id most like it."""

    def __init__(self, id: str, known: Iterable[str], *, what: str = "report") -> None:
        known = tuple(known)
        self.id = id
        self.nearest = nearest(id, known)
        super().__init__(
            f"no {what} {quoted(id)} was ever recorded", repair=_did_you_mean(self.nearest, known)
        )


class StaleHeadError(PeacetrackError, RuntimeError):
    """Another process wrote first: the head is `head`, not `expected`."""

    def __init__(self, expected: int, head: int) -> None:
        super().__init__(
            f"the head was expected at {expected} and is at {head}",
            repair=f"read entries(after={expected}), then decide again",
        )
        self.expected = expected
        self.head = head


class LedgerTamperedError(PeacetrackError, RuntimeError):
    """The entry `seq`, or a statement derived from it, is not what was recorded."""

    repair = "restore the ledger from a copy"

    def __init__(self, what: str, *, seq: int, repair: str = "") -> None:
        super().__init__(what, where=f"entry {seq}", repair=repair)
        self.seq = seq


class StoreError(PeacetrackError, OSError):
    """The file or server at `path` cannot be opened, read or written."""

    def __init__(self, what: str, path: str, repair: str = "") -> None:
        super().__init__(what, where=path, repair=repair)
        self.path = path


class ConnectionLostError(StoreError):
    """The connection to a server broke, and the last write may or may not be committed."""

    def __init__(self, what: str, path: str) -> None:
        super().__init__(what, path, "do it again: what was committed is not recorded twice")


class TruthValueError(PeacetrackError, TypeError):
    """An absence was used as a condition, and it is neither true nor false."""


class NotJudgedError(PeacetrackError, TypeError):
    """A grade that was not judged was used as a number."""


class MissingExtraError(PeacetrackError, ImportError):
    """An optional dependency is not installed; the `extra` installs it."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(
            f"this needs {package}, which is not installed", repair=f'pip install "peacetrack[{extra}]"'
        )
        self.extra = extra


COMPARED = 100
"""How many known names a mistaken one is compared with by its spelling."""


_SYNONYMS = {"kind": "type", "type": "kind"}
"""What agendas and claims call a kind, parties and events call a type."""


def nearest(name: object, known: Iterable[str]) -> str | None:
    """Return the known name that a name was probably meant as; None where none is close.

    Parameters:
        name: the name as given.
        known: the names that would have been accepted.

    A name matches by its look (letters of another alphabet), in other case, as a synonym (`kind` is
    `type`), as a part (from four letters on) of one known name alone, or by its spelling (`difflib`, a ratio
    of at least 0.6) among the 100 that share most letters with it.

    >>> pt.errors.nearest("nato", ["nato-pause", "dialogue"])
    'nato-pause'
    """
    from difflib import get_close_matches  # only mistakes need it

    given = str(name)[: QUOTED + 1].casefold()
    if len(given) > QUOTED:  # too long for a slip
        return None
    folded = {str(other).casefold(): other for other in reversed(list(known))}
    alike = _of_same_look(str(name), folded.values())
    if alike is not None:
        return alike
    for same in (given, _SYNONYMS.get(given, given)):
        if same in folded:
            return folded[same]
    containing = [other for other in folded if len(given) > 3 and given in other]
    if len(containing) == 1:
        return folded[containing[0]]
    likely = sorted(folded, key=lambda other: _unlike(given, other))[:COMPARED]
    similar = get_close_matches(given, likely, n=1, cutoff=0.6)
    return folded[similar[0]] if similar else None


def _unlike(given: str, other: str) -> int:
    """Return how little two names have in common, by their letters and lengths alone."""
    return abs(len(other) - len(given)) - 2 * sum((Counter(given) & Counter(other)).values())


@contextmanager
def of_extra(extra: str) -> Iterator[None]:
    """Import what an extra installs; where it is missing, say what to install."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise MissingExtraError(error.name or extra, extra) from None


@contextmanager
def located(where: str) -> Iterator[None]:
    """Give the place where something is read to the error that it raises."""
    try:
        yield
    except PeacetrackError as error:
        error.where = where
        raise


def with_example(call: Callable[P, R]) -> Callable[P, R]:
    """Make a call with an argument too few or too many say how it is made, by its first example."""

    @wraps(call)
    def calling(*given: P.args, **named: P.kwargs) -> R:
        try:
            return call(*given, **named)
        except TypeError as error:
            if error.__traceback__ is not None and error.__traceback__.tb_next is None:  # of this call itself
                lines = (line.strip() for line in (call.__doc__ or "").splitlines())
                examples = [line for line in lines if line[:4] == ">>> " and f"{call.__name__}(" in line]
                if examples:
                    error.add_note(f"as in {examples[0].removeprefix('>>> ')}")
            raise

    return calling


def raise_all(problems: Sequence[PeacetrackError]) -> None:
    """Raise a single problem as it is, several as one `SeveralProblemsError`, none not at all.

    Parameters:
        problems: the errors, in the order of the input.

    Raises:
        PeacetrackError: the single problem.
        SeveralProblemsError: with every problem.
    """
    if problems:  # the errors they come from say nothing more
        raise problems[0] if len(problems) == 1 else SeveralProblemsError(problems) from None


NAMED = 8
"""The most known names that a message lists."""


_LOOKS = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁһԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧοινυ", "ABESIJKMHOPCTYXaesijopcyxdhqwABEZHIKMNOPTYXoivu"
)
"""Letters of the Cyrillic and Greek alphabets, and those of the Latin one that they look like."""


def look_of(name: str) -> str:
    """Return a name with the letters of the Latin alphabet that some of its own look like."""
    return name if name.isascii() else name.translate(_LOOKS)


def _of_same_look(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that looks like a name of other letters."""
    look = look_of(name).casefold()
    others = (other for other in known if not (name.isascii() and str(other).isascii()))
    return next((other for other in others if look_of(str(other)).casefold() == look), None)


def foreign_letter(name: str, other: str) -> str:
    """Return which letter of one of two names that look alike is of another alphabet, and its name."""
    import unicodedata

    pairs = zip(name, other, strict=False)
    foreign = (
        one if other.isascii() else other for one, other in pairs if one.casefold() != other.casefold()
    )
    return next((f"{letter!r} is {unicodedata.name(letter, 'unnamed')}" for letter in foreign), "")


def _look_alike(name: object, near: str | None) -> str:
    """Return which letter of a name only looks like that of the name that was meant."""
    if near is None or not isinstance(name, str) or len(name) != len(near):
        return ""
    pairs = [
        (given, due) for given, due in zip(name, near, strict=True) if given.casefold() != due.casefold()
    ]
    if not pairs or any(given.isascii() or not due.isascii() for given, due in pairs):
        return ""
    return f" {foreign_letter(name, near)}"


def _did_you_mean(near: str | None, known: Iterable[str]) -> str:
    if near is not None:
        return f"did you mean {near!r}?"
    names = [name if len(name) <= QUOTED else quoted(name) for name in map(str, known)]
    left = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return f"known: {', '.join(names[:NAMED])}{left}" if names else ""
