"""The words of dates in English, Ukrainian, Russian, German, French and Arabic.

Month names of other languages come from dateparser (extra `dates`), which is asked for nothing else: it
fills in parts of a date that a text does not give.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from unicodedata import digit, normalize

from peacetrack.errors import InvalidInputError, WrongTypeError, of_extra

_MONTHS = """
january jan січень січня січні січ январь января январе янв januar jänner janvier janv يناير كانون_الثاني جانفي
february feb лютий лютого лютому лют февраль февраля феврале фев февр februar февр février fevrier févr fév فبراير شباط فيفري
march mar березень березня березні бер март марта марте мар märz maerz mrz mars مارس آذار اذار
april apr квітень квітня квітні квіт апрель апреля апреле апр avril avr أبريل إبريل نيسان أفريل
may травень травня травні трав май мая мае mai مايو أيار ماي
june jun червень червня червні черв июнь июня июне июн juni juin يونيو يونيه حزيران جوان
july jul липень липня липні лип июль июля июле июл juli juillet juil يوليو يوليه تموز جويلية
august aug серпень серпня серпні серп август августа августе авг août aout أغسطس آب أوت
september sep sept вересень вересня вересні вер сентябрь сентября сентябре сен сент septembre سبتمبر أيلول
october oct жовтень жовтня жовтні жовт октябрь октября октябре окт oktober okt octobre أكتوبر تشرين_الأول
november nov листопад листопада листопаді лист ноябрь ноября ноябре ноя нояб novembre نوفمبر تشرين_الثاني
december dec грудень грудня грудні груд декабрь декабря декабре дек dezember dez décembre decembre déc ديسمبر كانون_الأول
"""
_WEEKDAYS = """
monday mon понеділок понедельник montag lundi الاثنين
tuesday tue tues вівторок вторник dienstag mardi الثلاثاء
wednesday wed середа среда mittwoch mercredi الأربعاء
thursday thu thurs четвер четверг donnerstag jeudi الخميس
friday fri пʼятниця п'ятниця пятница freitag vendredi الجمعة
saturday sat субота суббота samstag sonnabend samedi السبت
sunday sun неділя воскресенье sonntag dimanche الأحد
"""
_PARTS = """
early beginning start початок початку начало начале anfang début debut أوائل مطلع
mid middle середина середині середине mitte mi منتصف
late end кінець кінці наприкінці конец конце ende fin أواخر نهاية
"""
_SEASONS = """
spring весна весни навесні весны весной frühling frühjahr printemps الربيع ربيع
summer літо літа влітку лето лета летом sommer été الصيف صيف
autumn fall осінь осені восени осень осенью herbst automne الخريف خريف
winter зима зими взимку зимы зимой hiver الشتاء شتاء
"""
_DAYS = """
day_before_yesterday позавчора позавчера vorgestern avant'hier أول_أمس
yesterday вчора учора вчера gestern hier أمس امس
today сьогодні сегодня heute aujourd'hui اليوم
tomorrow завтра morgen demain غدا غداً
day_after_tomorrow післязавтра послезавтра übermorgen après'demain بعد_غد
"""
_ABOUT = (
    "about around circa ca c approximately близько приблизно около примерно etwa gegen vers environ نحو حوالي"
)
_FILLERS = """
of the in on at from en de du des le la l d au à a den dem der im am vom року рік р г год года году
у в на з с um من في عام سنة شهر يوم
"""

_MARKS = re.compile("[\u064b-\u065f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Vowel signs of Arabic, and marks of the direction of writing."""
_JOINED = re.compile(r"\b(avant|après)-(?=hier\b|demain\b)")
"""Words with a dash that divides no dates."""
_ALEF = str.maketrans("أإآ", "ااا")
_DASHES = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-") | {"\u2019": "'", "\u02bc": "'"}
)


def folded(text: str) -> str:
    """Return a text as dates are read: small letters, digits 0 to 9, plain dashes, single spaces."""
    plain = _MARKS.sub("", normalize("NFKC", text)).casefold().translate(_ALEF).translate(_DASHES)
    digits = "".join(str(digit(c)) if c.isdigit() else c for c in plain)
    joined = _JOINED.sub(r"\1'", digits)
    return " ".join(joined.split())


def _lines(table: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(table.strip().splitlines()):
        for word in line.split():
            yield number, folded(word).replace("_", " ")


@cache
def known_words() -> dict[str, tuple[str, int]]:
    """Return every word with its class, a letter, and its number in the class.

    The classes are M month (from 1), W weekday (from 0, Monday), P part (early, mid, late), S season
    (from spring), D day from the publication (from -2), A about, and F filler.
    """
    tables = (("M", _MONTHS, 1), ("W", _WEEKDAYS, 0), ("P", _PARTS, 0), ("S", _SEASONS, 0), ("D", _DAYS, -2))
    words = {word: ("F", 0) for _, word in _lines(_FILLERS)} | {word: ("A", 0) for _, word in _lines(_ABOUT)}
    for letter, table, first in tables:
        words |= {word: (letter, number + first) for number, word in _lines(table)}
    return words


@cache
def phrases() -> re.Pattern[str]:
    """Return a pattern of the names that are two words."""
    return re.compile("|".join(word for word in known_words() if " " in word))


@cache
def month_in(word: str, languages: tuple[str, ...]) -> int | None:
    """Return the month that a word names in one of some further languages, or None.

    Raises:
        MissingExtraError: dateparser is not installed.
        InvalidInputError: dateparser does not know a language.
    """
    if not languages or len(word) < 3 or not word.isalpha():
        return None
    with of_extra("dates"):
        import dateparser
    settings = {"REQUIRE_PARTS": ["month"], "PARSERS": ["absolute-time"], "PREFER_DAY_OF_MONTH": "first"}
    try:
        time = dateparser.parse(word, languages=[*languages], settings=settings)
    except ValueError as error:  # the code of a language that it does not have
        raise InvalidInputError(str(error), where="languages", repair='write codes such as "pl"') from None
    return None if time is None else time.month


def as_languages(value: Iterable[str]) -> tuple[str, ...]:
    """Return codes of languages; a lone text is refused."""
    if isinstance(value, str):
        raise WrongTypeError(value, "a list of languages", repair=f"write [{value!r}]")
    return tuple(value)
