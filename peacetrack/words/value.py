"""Values: absences, quantities, vocabularies, the marks of texts, and what values share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Context, Decimal
from enum import Enum, StrEnum
from functools import cache
from typing import Annotated, Any, Literal, NoReturn, Self, TypeVar, get_args
from unicodedata import normalize

import attrs

from peacetrack.errors import (
    EndBeforeStartError,
    FloatGivenError,
    InvalidInputError,
    NameTakenError,
    TruthValueError,
    UnknownNameError,
    WrongTypeError,
)
from peacetrack.words.classes import frozen
from peacetrack.words.isolate import FIRST, isolated

LARGEST = 2**53 - 1
"""The largest whole number that JSON keeps exactly (RFC 8785)."""

MOST_DIGITS = 40
"""The most digits of a fraction; far more than any quantity in a text has."""

T = TypeVar("T")


K = TypeVar("K")


class FrozenDict(dict[K, T]):
    """A dict that cannot be changed, so it can be hashed, shared, copied and pickled."""

    __slots__ = ()

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[type[Self], tuple[dict[K, T]]]:
        return type(self), (dict(self),)

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError(f"a {type(self).__name__} cannot be changed")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse


def _unknown_word(vocabulary: type[Enum], value: object) -> UnknownNameError:
    kind = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", vocabulary.__name__).lower()
    return UnknownNameError(kind, value, [member.value for member in vocabulary])


class Word(StrEnum):
    """A word of a closed vocabulary: a text that equals its spelling, and has no order.

    `meaning` says what it means to coders, in a few words; empty where its spelling says it.

    >>> pt.Act("offers") == "offers", pt.Act.OFFERS == "refers", pt.Act.OFFERS.meaning
    (True, False, 'would give it')
    """

    meaning: str

    def __new__(cls, spelling: str, meaning: str = "") -> Self:
        """Return the word of a spelling; a member also gives its meaning."""
        word = str.__new__(cls, spelling)
        word._value_, word.meaning = spelling, meaning
        return word

    @classmethod
    def _missing_(cls, value: object) -> Self:
        raise _unknown_word(cls, value)

    def _compared(self, other: object) -> tuple[int, int]:
        """Return the places of two words; a vocabulary without an order has none."""
        raise TypeError(f"a {type(self).__name__} has no order: {self!r}, {other!r}")

    # texts have all four, by their letters, so each is replaced
    def __lt__(self, other: object) -> bool:
        own, others = self._compared(other)
        return own < others

    def __le__(self, other: object) -> bool:
        own, others = self._compared(other)
        return own <= others

    def __gt__(self, other: object) -> bool:
        own, others = self._compared(other)
        return own > others

    def __ge__(self, other: object) -> bool:
        own, others = self._compared(other)
        return own >= others


class OrderedWord(Word):
    """A word of a vocabulary that has an order, also against a text of it: that of its definition.

    >>> pt.Stance.OPEN < "accepts", "neutral" < pt.Stance.OPEN
    (True, True)
    """

    def _compared(self, other: object) -> tuple[int, int]:
        """Return the places of two words; a text that is no word of the vocabulary is refused."""
        vocabulary = type(self)
        if not isinstance(other, str) or (isinstance(other, Word) and type(other) is not vocabulary):
            raise TypeError(f"{self!r} and {other!r} have no common order")
        places = _places(vocabulary)
        if other not in places:
            raise _unknown_word(vocabulary, other)
        return places[self], places[other]


@cache
def _places(vocabulary: type[Word]) -> dict[str, int]:
    """Return the place of each word in its vocabulary."""
    return {word: place for place, word in enumerate(vocabulary)}


def grouped(things: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    """Things by what a key function gives for each, in their order."""
    groups: dict[K, list[T]] = {}
    for thing in things:
        groups.setdefault(key(thing), []).append(thing)
    return groups


def counted(count: int, noun: str) -> str:
    """A number of things, in words."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


class Absence(Enum):
    """Why there is no value. An absence is no text and has no truth value: asking for one raises.

    >>> Absence("withheld") is Absence.WITHHELD
    True
    """

    NOT_STATED = "not-stated"
    UNDER_NEGOTIATION = "under-negotiation"
    WITHHELD = "withheld"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not-applicable"

    def __str__(self) -> str:
        return str(self.value)

    @classmethod
    def _missing_(cls, value: object) -> Self:
        raise _unknown_word(cls, value)

    def __bool__(self) -> bool:
        raise TruthValueError(
            f"{self.name} is neither true nor false",
            repair="ask `value is Absence.X` or `isinstance(value, Absence)`",
        )


AbsenceText = Literal["not-stated", "under-negotiation", "withheld", "unknown", "not-applicable"]

_ABSENCES = frozenset(get_args(AbsenceText))


def absence_or(value: T) -> T | Absence:
    """Return the absence that a text names, or the value as it is."""
    return Absence(value) if isinstance(value, str) and value in _ABSENCES else value


WEAK = frozenset((Absence.NOT_STATED, Absence.UNKNOWN))
"""Absences that never displace a value that holds."""


@frozen
class Names:
    """Marks a text as the name of something declared: a party, term, person, event, subject."""

    what: str


@frozen
class Free:
    """Marks a text as free words: hashed separately from the facts, so that they can be redacted."""


PartyId = Annotated[str, Names("party")]
TermId = Annotated[str, Names("term")]
PersonId = Annotated[str, Names("person")]
EventId = Annotated[str, Names("event")]
SubjectId = Annotated[str, Names("subject")]
"""A term or an event."""
Prose = Annotated[str, Free()]

PartyIds = tuple[PartyId, ...]
PartyOrParties = PartyId | PartyIds
"""One party, or several that speak with one voice."""
Texts = tuple[Prose, ...]
Number = int | Decimal


def as_number(value: object) -> Number | None:
    """Return an exact number: whole, or a fraction as Decimal or decimal text; floats are refused."""
    if value is None or (type(value) is int and -LARGEST <= value <= LARGEST):  # most are
        return value
    if isinstance(value, float):
        raise FloatGivenError(value)
    exact: object = _fraction(value) if isinstance(value, str) else value
    if isinstance(exact, bool) or not isinstance(exact, int | Decimal):
        raise WrongTypeError(value, "a number")
    number: Number = _plain(exact) if isinstance(exact, Decimal) else exact
    if not -LARGEST <= number <= LARGEST:
        what = f"a number beyond {LARGEST} is too large to be kept exactly"
        raise InvalidInputError(what, repair="name a larger unit")
    return number


def as_unit(value: str | None) -> str | None:
    """Return the name of a unit, or None; an empty text is none."""
    if value is not None and not isinstance(value, str):
        raise WrongTypeError(value, "the name of a unit")
    return value or None


def _fraction(text: str) -> Decimal:
    if not re.fullmatch(r"-?[0-9]+\.[0-9]+", text):
        raise WrongTypeError(text, "decimal text", repair='write a whole number as 7, a fraction as "7.5"')
    return Decimal(text)


def _plain(value: Decimal) -> Number:
    if not value.is_finite():
        raise WrongTypeError(value, "a number")
    if value.adjusted() > len(str(LARGEST)):
        return LARGEST + 1  # too large with any digits
    digits, exponent = len(value.as_tuple().digits), int(value.as_tuple().exponent)
    if digits > MOST_DIGITS or abs(exponent) > MOST_DIGITS:
        raise InvalidInputError(f"a number has at most {MOST_DIGITS} digits", repair="round it")
    return int(value) if value == value.to_integral_value() else value.normalize(Context(digits))


@frozen
class Quantity:
    """A number, or the range where it lies, ends included; a missing end is open.

    >>> Quantity(20, 20, "years").overlap(Quantity(high=25, unit="years"))
    Quantity(low=20, high=20, unit='years')
    """

    low: Number | None = attrs.field(default=None, converter=as_number)
    high: Number | None = attrs.field(default=None, converter=as_number)
    unit: str | None = attrs.field(default=None, converter=as_unit)

    def __attrs_post_init__(self) -> None:
        if self.low is None and self.high is None:
            raise InvalidInputError("a quantity needs a number", repair="or say which Absence it is")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise EndBeforeStartError(f"the range from {self.low} to {self.high} is empty")

    def overlap(self, other: Quantity) -> Quantity | None:
        """Return the range in both, or None; quantities of different units never meet."""
        if self.unit != other.unit:
            return None
        low = max((n for n in (self.low, other.low) if n is not None), default=None)
        high = min((n for n in (self.high, other.high) if n is not None), default=None)
        if low is not None and high is not None and low > high:
            return None
        return Quantity(low, high, self.unit)

    def gap(self, other: Quantity) -> Number | None:
        """Return how far two ranges lie apart; None where they meet or cannot be compared."""
        if self.unit != other.unit or self.overlap(other) is not None:
            return None
        return next(
            above.low - below.high
            for below, above in ((self, other), (other, self))
            if below.high is not None and above.low is not None and below.high < above.low
        )

    def __str__(self) -> str:
        if self.low == self.high:
            number = str(self.low)
        elif self.high is None:
            number = f"at least {self.low}"
        elif self.low is None:
            number = f"at most {self.high}"
        else:
            number = f"{self.low} to {self.high}"
        return f"{number} {self.unit}" if self.unit else number


Scalar = bool | Number | Prose | Quantity


def as_range(value: Any) -> Any:
    """Return a number as a quantity, and any other value as it is."""
    is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    return Quantity(value, value) if is_number else value


def as_quantity(value: Quantity | Number | Absence | str | None) -> Quantity | Absence | None:
    """Return a quantity, also from a number, or an absence or None."""
    if value is None or isinstance(value, (Quantity, Absence)):
        return value
    number = as_number(value)
    return Quantity(number, number)


def as_name(value: object) -> str:
    """Return a name in Unicode's composed form (NFC), as names are kept and compared."""
    if not isinstance(value, str):
        raise WrongTypeError(value, "a name")
    name = str.__str__(value)  # a member of an enum of texts is its value
    return name if name.isascii() else normalize("NFC", name)


def is_bare(name: str) -> bool:
    """Return whether a name begins and ends with a character that is seen: neither space nor zero width."""
    return bool(name) and all(letter.isprintable() and letter != " " for letter in (name[0], name[-1]))


BARE = "no space or control character around it"
"""What a name that is not bare has to be."""


def as_optional_name(value: str | None) -> str | None:
    """Return a name in Unicode's composed form, or None."""
    return None if value is None else as_name(value)


def as_names(value: Iterable[str]) -> tuple[str, ...]:
    """Return several names; a lone one is refused."""
    return tuple(map(as_name, as_tuple(value, str, "names")))


def by_name(values: Mapping[str, T]) -> dict[str, T]:
    """Return values by names that are compared; two that become one name are refused."""
    named: dict[str, T] = {}
    for given, value in values.items():
        name = as_name(given)
        if name in named:
            raise NameTakenError(f"{name!r} is there twice", repair="keep one")
        named[name] = value
    return named


def as_texts(value: Iterable[str]) -> tuple[str, ...]:
    """Return several texts; a lone text is refused."""
    return as_tuple(value, str, "texts")


def as_party_ids(value: Iterable[str]) -> tuple[str, ...]:
    """Return several parties, by id or alias; a lone one is refused."""
    return tuple(map(as_name, as_tuple(value, str, "parties")))


def as_texts_or_absence(value: Iterable[str] | Absence | None) -> Texts | Absence | None:
    """Return several texts, or an absence or None; a lone text is refused."""
    return value if value is None or isinstance(value, Absence) else as_texts(value)


def as_parties_or_absence(value: Iterable[str] | Absence | None) -> PartyIds | Absence | None:
    """Return several parties, or an absence or None; a lone one is refused."""
    return value if value is None or isinstance(value, Absence) else as_party_ids(value)


def as_tuple(value: Iterable[Any], member: type | tuple[type, ...], what: str) -> tuple[Any, ...]:
    """Return a tuple; a lone text, a mapping or a member of another type is refused."""
    if type(value) is tuple and not value:  # as most are
        return value
    if type(value) not in (tuple, list) and (
        isinstance(value, (str, bytes, dict)) or not isinstance(value, Iterable)
    ):
        repair = f"write [{value!r}]" if isinstance(value, member) else ""
        raise WrongTypeError(value, f"a list of {what}", repair=repair)
    members = tuple(value)
    for item in members:
        if not isinstance(item, member):
            raise WrongTypeError(item, f"one of several {what}")
    return members


def common_ground(values: Sequence[object]) -> object | None:
    """Return the common part of all values, or None.

    Quantities overlap, collections share members, other values have to be equal.
    """
    first, *others = values
    for other in others:
        first = _shared(first, other)
        if first is None:
            return None
    return first


REDACTED = "[redacted, entry"
"""How the text begins that stands for redacted words."""
_REDACTED = rf"{re.escape(REDACTED)} \d+: (?:[^\[\]]|\[\d+\])*\]"
_REDACTED_QUOTE = re.compile(rf"(?:in these words|the report says)(?:, [^:“]*)?: “\W?{_REDACTED}\W?”")
_REDACTED_WORDS = re.compile(_REDACTED)


def redacted_in_short(text: str) -> str:
    """Return a sentence with `[redacted]` for redacted words, which says no longer where they stood."""
    if REDACTED not in text:
        return text
    return _REDACTED_WORDS.sub("[redacted]", _REDACTED_QUOTE.sub("in words that were redacted", text))


def not_comparable(values: Sequence[object]) -> bool:
    """Return whether quantities have several units, and those of one unit common ground each."""
    quantities = [value for value in map(as_range, values) if isinstance(value, Quantity)]
    by_unit = grouped(quantities, lambda quantity: quantity.unit)
    return len(by_unit) > 1 and all(common_ground(of_unit) is not None for of_unit in by_unit.values())


def _shared(one: object, other: object) -> object | None:
    if isinstance(one, Quantity) or isinstance(other, Quantity):
        one, other = as_range(one), as_range(other)
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return one.overlap(other)
    if isinstance(one, tuple) and isinstance(other, tuple):
        shared = tuple(item for item in one if item in other)
        return shared if shared or one == other else None
    return one if type(one) is type(other) and one == other else None


_TIMES = ("years", "months", "weeks", "days", "hours")
_ONE = ((1, 1), (1, None), (None, 1))


def in_short(value: object) -> str:
    """Return a value in a few words, for people."""
    if value is None:
        return "nothing"
    if value == ():
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Absence):
        return f"({value})"
    if isinstance(value, tuple):
        return ", ".join(map(in_short, value))
    if isinstance(value, Quantity) and value.unit in _TIMES and (value.low, value.high) in _ONE:
        return str(value).removesuffix("s")
    return isolated(value) if type(value) is str and FIRST not in value else str(value)
