"""What peacetrack raises.

    PeacetrackError
    ├── InvalidInputError (ValueError)        something given cannot be taken
    │   ├── SeveralProblemsError              all that is wrong with one input, in .problems
    │   ├── WrongTypeError (TypeError)        a value of another type than is due
    │   │   └── FloatGivenError               a float where only exact numbers are kept
    │   ├── MissingFieldError                 a field that has to be there
    │   ├── UnknownFieldError (KeyError)      a field that nothing knows
    │   ├── UnknownNameError (KeyError)       a party, term, person, stance, kind ... nobody declared
    │   │   └── SwappedNamesError             a party where a term is due, or the other way round
    │   ├── InvalidTimeError                  a text that is no EDTF time
    │   │   ├── UnsupportedTimeError          valid EDTF that peacetrack does not keep
    │   │   └── NaiveTimeError                a time of day without an offset
    │   ├── EndBeforeStartError               an ending that comes before the beginning
    │   ├── WrongContentError                 content of another kind than its term takes
    │   ├── NameTakenError                    one name for two things
    │   ├── EventCircleError                  events dated by each other
    │   └── UnknownSeqError (LookupError)     a known= above the head
    ├── ConflictError (ValueError)            it contradicts what the ledger holds
    │   ├── WithdrawnReportError              what was withdrawn is recorded, or withdrawn, again
    │   └── FixedTermError                    kind or proposition of a term that has claims
    ├── ReportNotFoundError (LookupError)     no such report in the ledger
    ├── StaleHeadError (RuntimeError)         somebody else wrote first
    ├── LedgerTamperedError (RuntimeError)    an entry is not what was recorded
    ├── StoreError (OSError)                  the file, or the server, cannot be opened, read or written
    │   └── ConnectionLostError               what was being written to a server may be committed, or not
    ├── TruthValueError (TypeError)           an absence asked whether it is true
    ├── NotJudgedError (TypeError)            a grade that cannot be judged asked for its number
    └── MissingExtraError (ImportError)       an optional dependency is not installed

Every error says what, where and how to repair it, and carries the data it is about.
`error.problems` lists all problems of one input; of a single error it is the error itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any


class PeacetrackError(Exception):
    """The root of the tree: `what` is wrong, `where`, and the `repair`."""

    def __init__(self, what: str, *, where: str = "", repair: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.repair = repair

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), self.args, vars(self))

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return place + self.what + (f"; {self.repair}" if self.repair else "")

    @property
    def problems(self) -> tuple[PeacetrackError, ...]:
        """All that is wrong with the input."""
        return (self,)


def _again(
    cls: type[PeacetrackError], args: tuple[Any, ...], told: dict[str, Any]
) -> PeacetrackError:
    """An error as it was, which came from another process."""
    error = cls.__new__(cls)
    error.args = args
    vars(error).update(told)
    return error


class InvalidInputError(PeacetrackError, ValueError):
    """Something given cannot be taken."""


class SeveralProblemsError(InvalidInputError):
    """Everything that is wrong with one input."""

    def __init__(self, problems: Sequence[PeacetrackError]) -> None:
        lines = "".join(f"\n  {problem}" for problem in problems)
        super().__init__(f"{len(problems)} problems{lines}")
        self._problems = tuple(problems)

    @property
    def problems(self) -> tuple[PeacetrackError, ...]:
        """The problems, in the order of the input."""
        return self._problems


class WrongTypeError(InvalidInputError, TypeError):
    """A value of another type than is due."""

    def __init__(self, value: object, due: str, *, where: str = "", repair: str = "") -> None:
        super().__init__(f"{value!r} is not {due}", where=where, repair=repair)
        self.value = value
        self.due = due


class FloatGivenError(WrongTypeError):
    """A float, which would not survive being written and read."""

    def __init__(self, value: float) -> None:
        super().__init__(
            value,
            "an exact number",
            repair=f'write a fraction as decimal text, "{value}", or as Decimal',
        )


class MissingFieldError(InvalidInputError):
    """A field that has to be there."""

    def __init__(self, field: str, *, where: str = "", repair: str = "") -> None:
        super().__init__(f"the field {field!r} is missing", where=where, repair=repair)
        self.field = field


class UnknownFieldError(InvalidInputError, KeyError):
    """A field that nothing knows."""

    def __init__(self, field: str, known: Iterable[str], *, where: str = "") -> None:
        self.field = field
        self.nearest = nearest(field, known)
        super().__init__(
            f"unknown field {field!r}", where=where, repair=_did_you_mean(self.nearest, known)
        )


class UnknownNameError(InvalidInputError, KeyError):
    """A name that nobody declared: `kind` of thing, `name`, and the `nearest` known one."""

    def __init__(
        self, kind: str, name: object, known: Iterable[str], *, where: str = "", repair: str = ""
    ) -> None:
        known = tuple(sorted(known) if isinstance(known, set | frozenset) else known)
        self.kind = kind
        self.name = name
        self.nearest = nearest(name, known)
        super().__init__(
            f"unknown {kind} {name!r}",
            where=where,
            repair=repair or _did_you_mean(self.nearest, known),
        )


class SwappedNamesError(UnknownNameError):
    """A party where a term is due, or the other way round."""

    def __init__(self, kind: str, name: str, other: str) -> None:
        swapped = {kind, other} == {"party", "term"}
        repair = f"{name!r} is a {other}" + (": are party and term swapped?" if swapped else "")
        super().__init__(kind, name, (), repair=repair)


class InvalidTimeError(InvalidInputError):
    """A text that is no time; `position` is where it stops making sense."""

    def __init__(self, text: str, position: int, why: str, *, repair: str = "") -> None:
        super().__init__(f"{text!r} is no EDTF time: at {position}, {why}", repair=repair)
        self.text = text
        self.position = position


class UnsupportedTimeError(InvalidTimeError):
    """Valid EDTF that is not kept: the `feature` says which."""

    def __init__(self, text: str, feature: str) -> None:
        PeacetrackError.__init__(
            self,
            f"{text!r} is EDTF that peacetrack does not keep ({feature})",
            repair="write a date, an interval of dates or a one-of set between 0001 and 9999",
        )
        self.text = text
        self.position = 0
        self.feature = feature


class NaiveTimeError(InvalidTimeError):
    """A time of day without an offset."""

    def __init__(self, text: str) -> None:
        PeacetrackError.__init__(
            self,
            f"the time {text!r} has no offset",
            repair=f"write it with its offset, {text}Z or {text}+01:00, or give the date alone",
        )
        self.text = text
        self.position = len(text)


class EndBeforeStartError(InvalidInputError):
    """An ending that comes before the beginning."""


class WrongContentError(InvalidInputError):
    """Content of another kind than its term takes."""

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
    """One name for two things."""


class EventCircleError(InvalidInputError):
    """Events that are dated by each other; `circle` names them in order."""

    def __init__(self, circle: Sequence[str]) -> None:
        chain = " -> ".join((*circle, circle[0]))
        super().__init__(
            f"these events are dated by each other: {chain}",
            repair="give one of them a date of its own",
        )
        self.circle = tuple(circle)


class UnknownSeqError(InvalidInputError, LookupError):
    """A `known` above the head of the ledger."""

    def __init__(self, seq: int, head: int) -> None:
        where = "above the head, which is" if seq > head else "below 0; the head is"
        repair = "a number is the seq of an entry"
        if 1000 <= seq <= 9999:
            repair += f'; a year is written as text, known="{seq}"'
        super().__init__(f"known={seq} is {where} {head}", repair=repair)
        self.seq = seq
        self.head = head


class ConflictError(PeacetrackError, ValueError):
    """It contradicts what the ledger already holds under `id`, in entry `seq`."""

    def __init__(self, what: str, *, id: str, seq: int, repair: str = "") -> None:
        super().__init__(what, repair=repair)
        self.id = id
        self.seq = seq


class WithdrawnReportError(ConflictError):
    """What was withdrawn is recorded, or withdrawn, again."""


class FixedTermError(ConflictError):
    """The kind or the proposition of a term that already has claims."""


class ReportNotFoundError(PeacetrackError, LookupError):
    """No such report in the ledger."""

    def __init__(self, id: str, known: Iterable[str]) -> None:
        known = tuple(known)
        self.id = id
        self.nearest = nearest(id, known)
        super().__init__(
            f"no report {id!r} was ever recorded", repair=_did_you_mean(self.nearest, known)
        )


class StaleHeadError(PeacetrackError, RuntimeError):
    """Somebody else wrote first: `expected` was the head, `head` is."""

    def __init__(self, expected: int, head: int) -> None:
        super().__init__(
            f"the head was expected at {expected} and is at {head}",
            repair=f"read entries(after={expected}), then decide again",
        )
        self.expected = expected
        self.head = head


class LedgerTamperedError(PeacetrackError, RuntimeError):
    """The entry at `seq`, or what was projected from it, is not what was recorded."""

    def __init__(
        self, what: str, *, seq: int, repair: str = "restore the ledger from a copy"
    ) -> None:
        super().__init__(what, where=f"entry {seq}", repair=repair)
        self.seq = seq


class StoreError(PeacetrackError, OSError):
    """The file or the server of a ledger cannot be opened, read or written; `path` says which."""

    def __init__(self, what: str, path: str, repair: str = "") -> None:
        super().__init__(what, where=path, repair=repair)
        self.path = path


class ConnectionLostError(StoreError):
    """The connection to a server broke: what was being written may be committed, or not."""

    def __init__(self, what: str, path: str) -> None:
        super().__init__(what, path, "do it again: what was committed is not recorded twice")


class TruthValueError(PeacetrackError, TypeError):
    """An absence was asked whether it is true."""


class NotJudgedError(PeacetrackError, TypeError):
    """A grade that cannot be judged was asked for its number."""


class MissingExtraError(PeacetrackError, ImportError):
    """An optional dependency is not installed; `extra` brings it."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(
            f"this needs {package}, which is not installed",
            repair=f'pip install "peacetrack[{extra}]"',
        )
        self.extra = extra


def nearest(name: object, known: Iterable[str]) -> str | None:
    """The known name that this one stands for: in other letters, a part of it, or spelt like it."""
    from difflib import get_close_matches  # only mistakes need it

    asked = str(name).casefold()
    folded = {str(one).casefold(): one for one in reversed(list(known))}
    if asked in folded:
        return folded[asked]
    holding = [one for one in folded if len(asked) > 3 and asked in one]
    matches = holding if len(holding) == 1 else get_close_matches(asked, folded, n=1, cutoff=0.6)
    return folded[matches[0]] if matches else None


def raise_all(problems: Sequence[PeacetrackError]) -> None:
    """Raise the one problem, or all of them as one error; do nothing without any."""
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise SeveralProblemsError(problems)


NAMED = 8
"""So many known names are told."""


def _did_you_mean(near: str | None, known: Iterable[str]) -> str:
    if near is not None:
        return f"did you mean {near!r}?"
    names = list(map(str, known))
    left = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return f"known: {', '.join(names[:NAMED])}{left}" if names else ""
