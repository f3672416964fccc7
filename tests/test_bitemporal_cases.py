"""The bitemporal cases of five other stores, held against the rules of a ledger of positions.

How a case is told here: a key is a party on the one term `value`; every value of a case is a
stance of its own (null too), so that values follow each other as stances do. A read finds the
value of the stance that is live, else nothing. Dates are midnights, spans are half-open.

* `assert` is a report of the stance since `valid_from`; a `valid_to` is the position's `until`.
* `retract` is a report that the stance is withheld since `valid_from`. Its `valid_to` cannot be
  told: a position that was given up does not come back until somebody says so.
* `at` is the day of recording; operations of one day are a second apart, by their `seq`.
* `history_count` counts the claims in the ledger. Operations have no id, so the same one twice is
  the same report twice, which is recorded once (sb-08).

In six cases the peers let a write win over all of the span it covers, whatever was known of later
dates. Here a value holds until the next one in valid time (rule 2: a late report about March does
not erase a known position of April), and what has lapsed is not replaced by an older one (rule 4).
Those cases are in `OURS`, check by check, with our answer.
"""

import json
from functools import cache

import pytest

import peacetrack as pt
from tests import recording
from tests.data import shared

TERM = "value"
NOTHING = "nothing holds"

ROOM_98 = {"name": "Single", "price": 98}
ROOM_94 = {"name": "Single", "price": 94}
ROOM_95 = {"name": "Single", "price": 95}
KING = {"name": "King", "price": 98}
PLAN_KEPT = [
    ("2009-11-28", "2009-11-29", ROOM_98),
    ("2009-11-29", "2009-11-30", KING),
    ("2009-11-30", "2009-12-02", ROOM_94),
    ("2009-12-02", "2009-12-04", ROOM_95),
]

OURS: dict[str, dict[int, object]] = {
    # NEW ran out on the 3rd; it is shown as lapsed, OLD does not come back by itself
    "bp-11": {0: NOTHING, 4: [("2022-01-01", "2022-01-02", "OLD"), ("2022-01-02", "2022-01-03", "NEW")]},
    # NEW was known to begin on the 3rd; the late NEWEST since the 2nd does not erase that
    "bp-13": {
        2: "NEW",
        6: [
            ("2022-01-01", "2022-01-02", "OLD"),
            ("2022-01-02", "2022-01-03", "NEWEST"),
            ("2022-01-03", None, "NEW"),
        ],
    },
    # OLD was given up on the 2nd, and nobody said that it was taken up again on the 3rd
    "bp-15": {0: NOTHING, 4: [("2022-01-01", "2022-01-02", "OLD")]},
    # what was given up on the 2nd was OLD; NEW, known to begin on the 3rd, stands
    "bp-16": {2: "NEW"},
    # King holds until the next one that is planned, whatever end or none it was given
    "sb-10": {0: PLAN_KEPT},
    "sb-11": {0: PLAN_KEPT},
}


def all_cases():
    return [f"bp-{n:02}" for n in range(1, 18)] + [f"sb-{n:02}" for n in range(1, 14)] + ["pb-01"]


@cache
def cases():
    path = shared("bitemporal/cases_dev.json")
    return {case["id"]: case for case in json.loads(path.read_text(encoding="utf-8"))["cases"]}


def midnight(day):
    return f"{day}T00:00:00Z"


def recorded_at(op):
    return f"{op['at']}T00:00:{op['seq']:02}Z"


class Told:
    """A case, told to a tracker."""

    def __init__(self, case):
        keys = {item["key"] for item in (*case["ops"], *case["checks"]) if item.get("key")}
        parties = [pt.Party(key, key, "state") for key in sorted(keys)]
        agenda = pt.Agenda("case", parties=parties, terms=[pt.Term(TERM, "other", "it holds")])
        self.talks = recording.empty()
        self.talks.declare(agenda, recorded_at="2000-01-01")
        self.keys = sorted(keys)
        self.values: list[object] = []
        self.days = {day for op in case["ops"] for day in (op["valid_from"], op.get("valid_to")) if day}
        for op in case["ops"]:
            self.tell(op)

    def tell(self, op):
        draft = pt.draft()
        if op["op"] == "assert":
            until = op["valid_to"] and midnight(op["valid_to"])
            stance = self.stance_of(op["value"])
            draft.position(TERM, stance, party=op["key"], since=op["valid_from"], until=until)
        else:
            given_up = pt.Absence.WITHHELD
            draft.position(TERM, given_up, party=op["key"], since=op["valid_from"])
        if op.get("expect_error"):
            with pytest.raises(pt.InvalidInputError):
                self.talks.record(draft, recorded_at=recorded_at(op))
        else:
            self.talks.record(draft, recorded_at=recorded_at(op))

    def stance_of(self, value):
        if value not in self.values:
            self.values.append(value)
        return list(pt.Stance)[self.values.index(value)]

    def read(self, key, valid, known):
        standing = self.talks.state(valid=midnight(valid), known=known).standing(TERM, key)
        if not standing.live:
            return NOTHING
        return self.values[list(pt.Stance).index(standing.stance)]

    def timeline(self, key, known):
        spans = []
        for day in sorted(self.days):
            value = self.read(key, day, known)
            if spans and spans[-1][1] is None:
                if spans[-1][2] == value:
                    continue
                spans[-1] = (spans[-1][0], day, spans[-1][2])
            if value != NOTHING:
                spans.append((day, None, value))
        return spans

    def answer(self, check):
        if check["kind"] == "point":
            return self.read(check["key"], check["valid_at"], check["known_at"])
        if check["kind"] == "timeline":
            return self.timeline(check["key"], check["known_at"])
        if check["kind"] == "history_count":
            return len(self.talks.state(valid="2100-01-01").claims(party=check["key"]))
        found = {key: self.read(key, check["valid_at"], check["known_at"]) for key in self.keys}
        return {key: value for key, value in found.items() if value != NOTHING}


def expected(check):
    """What the peers answer."""
    if check["kind"] == "point":
        return NOTHING if "absent" in check["expect"] else check["expect"]["value"]
    if check["kind"] == "timeline":
        return joined([tuple(span) for span in check["expect"]])
    return check["expect"]


def joined(spans):
    """Maximal spans: adjacent ones of one value are one."""
    found = []
    for start, end, value in spans:
        if found and found[-1][1:] == (start, value):
            found[-1] = (found[-1][0], end, value)
        else:
            found.append((start, end, value))
    return found


@pytest.mark.parametrize("id", all_cases())
def test_a_case_of_the_peers_has_our_answer(id):
    case = cases()[id]
    told = Told(case)
    ours = OURS.get(id, {})
    answers = [told.answer(check) for check in case["checks"]]
    assert answers == [ours.get(place, expected(check)) for place, check in enumerate(case["checks"])]


@pytest.mark.parametrize("id", OURS)
def test_where_we_differ_the_peers_answer_something_else(id):
    checks = cases()[id]["checks"]
    assert all(expected(checks[place]) != answer for place, answer in OURS[id].items())


def test_every_case_is_told():
    assert sorted(cases()) == sorted(all_cases())


def test_a_refused_operation_leaves_no_trace():
    assert Told(cases()["bp-10"]).talks.head == 1
