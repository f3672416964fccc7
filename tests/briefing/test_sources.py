"""What a line rests on: quotations, speakers, sources, their age, what came out later.

The rules are those of `docs/explanation/what-a-brief-says.md`.
"""

from __future__ import annotations

import pytest

import peacetrack as pt
from peacetrack import analysis
from peacetrack.view.brief import more_words, rest_of
from tests import recording
from tests.briefing.invented import AGENDA, lines, quoted, sentences
from tests.recording import happens, says


def test_only_a_quotation_is_in_the_words_of_the_party():
    rows = lines(quoted("b", "rejects", wording="ruled it out"))
    assert not any("in these words" in line.what for line in rows)
    (line,) = sentences(rows, "rejection-on-record")
    assert line.endswith("the report says: “ruled it out”")


@pytest.mark.parametrize(
    ("language", "quote", "introduced"),
    [
        ("en", "never", "in these words"),
        (None, "never", "in these words"),
        ("uk", "ніколи", "in these words, in Ukrainian"),
        ("uk-UA", "never", "in these words, from a source in Ukrainian"),
        ("de-AT", "niemals", "in these words, in German"),
        ("tzm", "aha", "in these words, in the language tzm"),
        (None, "ніколи", "in these words, in Cyrillic letters, language not stated"),
        ("en", "ніколи", "in these words, in Cyrillic letters, from a source in English"),
        (None, "我们愿意", "in these words, in Chinese characters, language not stated"),
    ],
)
def test_words_in_another_language_than_english_are_given_with_it(language, quote, introduced):
    draft = pt.draft(id="b", since="2030-01-03", language=language)
    draft.voice("quote", of="SOUTH").position("truce", "rejects", quote=quote)
    (line,) = sentences(lines(draft), "rejection-on-record")
    assert line.endswith(f"; {introduced}: “{quote}”")


@pytest.mark.parametrize(
    ("language", "quote", "introduced"),
    [
        ("hr", "nikad ovako", "in these words, in Croatian, coded as “never like this”"),
        ("hr-Latn", "nikad", "in these words, in Croatian, coded as “never like this”"),
        ("uk", "not so", "in these words, from a source in Ukrainian"),
        ("en", "not so", "in these words"),
    ],
)
def test_a_quote_in_another_language_is_given_with_what_the_coder_made_of_it(language, quote, introduced):
    draft = pt.draft(id="b", since="2030-01-03", language=language)
    south = draft.voice("quote", of="SOUTH")
    south.position("truce", "rejects", quote=quote, wording="never like this")
    rows = lines(draft)
    (line,) = sentences(rows, "rejection-on-record")
    assert line.endswith(f"; {introduced}: “{quote}”")
    (finding,) = analysis.check(recording.ledger_of(AGENDA, draft).state()).filter(check="rejection")
    assert f"{introduced}: “{quote}”" in finding.what


def test_the_words_of_a_report_are_from_a_source_in_its_language():
    draft = pt.draft(id="b", since="2030-01-03", language="ru")
    draft.voice("quote", of="SOUTH").position("truce", "rejects", wording="ruled it out")
    draft.voice("named", of="NORTH").urges("aid", wording="shows good will")
    (line,) = sentences(lines(draft), "rejection-on-record")
    assert line.endswith("; the report says, from a source in Russian: “ruled it out”")


def test_quotation_marks_inside_others_are_single():
    rows = lines(quoted("b", "rejects", quote="“It is a ‘no’ to the “truce”, now.”"))
    (line,) = sentences(rows, "rejection-on-record")
    assert line.endswith("in these words: “It is a ‘no’ to the ‘truce’, now.”")


def test_a_circle_of_conditions_has_the_sources_of_its_conditions():
    if_aid, if_truce = [pt.TermIs("aid", "agreed")], [pt.TermIs("truce", "agreed")]
    rows = lines(
        says("a", "accepts", "2030-01-03", of="NORTH", by="quote", conditions=if_aid),
        says("b", "accepts", "2030-01-03", of="SOUTH", term="aid", by="quote", conditions=if_truce),
    )
    (circle,) = [line for line in rows.filter(rule="conditions-cross") if "wait for each other" in line.what]
    assert sorted(circle.source.split(" · ")) == [
        "Northland, quoted; recorded 1 Feb 2030",
        "Southland, quoted; recorded 2 Feb 2030",
    ]


@pytest.mark.parametrize(
    ("valid", "rule"),
    [("2030-02-02", "newest"), ("2030-02-20", "newest-over-a-week"), ("2030-06-20", "newest-over-a-month")],
)
def test_the_age_of_the_newest_source_is_marked_by_its_rule(valid, rule):
    rows = lines(says("a", "open", "2030-01-03"), valid=valid)
    (newest,) = (line for line in rows if line.about == "Newest source")
    assert newest.rule == rule
    assert "old" in newest.what


def test_positions_without_a_named_source_or_by_another_account_are_counted():
    other = pt.draft(id="b", since="2030-01-04")
    other.voice("named", of="EAST").position("truce", "open", party="SOUTH")
    rows = lines(says("a", "open", "2030-01-03"), other)
    assert sentences(rows, "unnamed") == ["1 of 2 positions has no named source"]
    assert sentences(rows, "accounts") == ["1 of 2 positions is known only by another side's account"]


def test_of_a_past_day_what_came_out_later_is_marked_and_the_clock_is_said():
    talks = recording.ledger_of(
        AGENDA, says("a", "open", "2030-01-03"), quoted("b", "rejects", quote="never")
    )
    talks.record(
        says("c", "opposes", "2030-01-04", published="2030-02-03"), recorded_at="2030-02-05T12:00:00Z"
    )

    def first(**basis):
        rows = analysis.brief(talks.state(**basis))
        return sentences(rows, "moment") + [line.source for line in rows.filter(rule="blocked")]

    quote = "Southland, quoted; recorded 2 Feb 2030"
    assert first(valid="2030-02-01") == [
        "As of: 1 Feb 2030, as known now: ↷\N{NO-BREAK SPACE}2 of 3 reports are later",
        f"{quote}, ↷\N{NO-BREAK SPACE}recorded later",
    ]
    assert first(valid="2030-02-03") == ["As of: 3 Feb 2030, as known now", quote]
    assert first(valid="2030-02-03", known="2030-02-03") == ["As of: 3 Feb 2030, as known then", quote]
    assert first(valid="2030-02-20", known=3) == ["As of: 20 Feb 2030, as known on 2 Feb 2030", quote]
    assert first(valid="2030-02-20") == ["As of: 20 Feb 2030", quote]
    rows = analysis.brief(talks.state(valid="2030-02-02"))
    (opposed,) = rows.filter(rule="opposition")
    assert opposed.source == "no source named; 3 Feb 2030, ↷\N{NO-BREAK SPACE}reported later"


def _hindsight(*reports, valid):
    talks = recording.new(AGENDA)
    for report, day in reports:
        talks.record(report, recorded_at=f"{day}T12:00:00Z")
    return analysis.brief(talks.state(valid=valid))


OFFER = says("a", "accepts", "2030-01-03", by="quote", published="2030-01-04"), "2030-01-04"
LEFT = (
    says("b", None, "2030-02-09", by="quote", act="withdraws", until="2030-02-07", published="2030-02-09"),
    "2030-02-09",
)


def test_an_end_that_was_reported_later_is_marked_though_its_report_says_nothing_of_the_day():
    rows = _hindsight(OFFER, LEFT, valid="2030-02-05")
    (line,) = rows.filter(rule="dated")
    assert line.what == "the position of Northland (accepts) ends 7 Feb 2030"
    assert line.later
    assert line.source.endswith(", ↷\N{NO-BREAK SPACE}reported later")
    assert sentences(rows, "moment") == [
        "As of: 5 Feb 2030, as known now: ↷\N{NO-BREAK SPACE}1 of 2 reports is later"
    ]
    assert sentences(rows, "sources") == ["2 reports, no outlet stated"]
    rows = _hindsight(OFFER, LEFT, valid="2030-02-08")
    assert [(line.what.split("; ")[0], line.later) for line in rows.filter(rule="offer-lapsed")] == [
        ("the position of Northland was withdrawn 7 Feb 2030", True)
    ]
    assert not any(line.later for line in _hindsight(OFFER, LEFT, valid="2030-02-10"))


def test_what_ended_with_an_event_that_was_reported_later_is_marked_and_has_that_report():
    offer = says(
        "a", "accepts", "2030-01-03", by="quote", published="2030-01-04", window=pt.WithEvent("summit")
    )
    held = happens("b", "summit", "held", when="2030-02-03", published="2030-02-09")
    reports = (offer, "2030-01-04"), (held, "2030-02-09")
    (line,) = _hindsight(*reports, valid="2030-02-05").filter(rule="offer-lapsed")
    assert (line.cited, line.later) == (("a", "b"), True)
    (line,) = _hindsight(*reports, valid="2030-02-10").filter(rule="offer-lapsed")
    assert not line.later


def test_the_date_of_an_event_that_was_reported_later_is_marked():
    planned = happens("a", "summit", "expected", published="2030-01-04")
    dated = happens("b", "summit", when="2030-02-20", published="2030-02-09")
    reports = (planned, "2030-01-04"), (dated, "2030-02-09")
    (line,) = _hindsight(*reports, valid="2030-02-05").filter(rule="dated")
    assert (line.cited, line.later) == (("b", "a"), True)
    assert line.source.endswith("↷\N{NO-BREAK SPACE}in part reported later")


def test_an_agreement_by_a_condition_that_was_reported_met_later_is_marked():
    asks = says(
        "a",
        "accepts",
        "2030-01-03",
        of="SOUTH",
        term="aid",
        by="quote",
        published="2030-01-04",
        conditions=[pt.EventHeld("summit")],
    )
    held = happens("b", "summit", "held", when="2030-02-03", published="2030-02-09")
    reports = (asks, "2030-01-04"), (held, "2030-02-09")
    (line,) = _hindsight(*reports, valid="2030-02-05").filter(rule="agreed")
    assert (line.cited, line.later) == (("a", "b"), True)


def test_what_a_card_has_more_says_how_much_of_it_came_out_later():
    windows = [
        says(f"{of}-{term}", "open", "2030-01-03", of=of, term=term, window="2030-03-01")
        for of in ("NORTH", "SOUTH", "EAST")
        for term in ("truce", "pact")
    ]
    talks = recording.ledger_of(AGENDA, *windows)

    def more(valid):
        card = list(analysis.brief(talks.state(valid=valid)).filter(part="next"))
        return more_words(rest_of(card, 3)), [line.rule for line in card].count("dated")

    assert more("2030-02-20") == ("4 more", 6)
    assert more("2030-02-04") == ("4 more, 1 of them ↷\N{NO-BREAK SPACE}reported later", 6)
    assert more_words(()) == ""


@pytest.mark.parametrize(
    ("speaker", "by", "named"),
    [
        ("the foreign minister", "named", "the foreign minister of Southland, on the record"),
        ("the Southlandic envoy", "named", "the Southlandic envoy, on the record"),
        ("Ana Petrova", "quote", "Ana Petrova, Southland, quoted"),
        ("officials briefed on it", "officials-briefed", "officials briefed on it, Southland, unnamed"),
        (None, "officials-briefed", "officials of Southland, unnamed"),
        ("a leaked cable", "leak", "a leaked cable of Southland"),
        ("Leakey", "leak", "Leakey, Southland, a leak"),
        (None, "narrator", "no source named"),
    ],
)
def test_a_source_says_for_which_party_it_speaks(speaker, by, named):
    draft = pt.draft(id="a", since="2030-01-03", published="2030-01-04")
    draft.voice(by, speaker, of="SOUTH").position("truce", "rejects")
    assert lines(draft).filter(part="blocks")[0].source == f"{named}; 4 Jan 2030"


ALIKE = pt.Agenda(
    "alike",
    parties=[
        pt.Party("EU", "European Union", "group", members=[pt.Member("FR"), pt.Member("DE")]),
        *(
            pt.Party(id, name, "state")
            for id, name in (
                ("SD", "Sudan"),
                ("SS", "South Sudan"),
                ("FR", "France"),
                ("DE", "Germany"),
                ("US", "United States"),
                ("UN", "United Nations"),
            )
        ),
        pt.Party("SAF", "Sudanese Armed Forces", "group"),
    ],
    people=[pt.Person("petrova", "Ana Petrova", acts_for="FR")],
    terms=[
        pt.Term("truce", "ceasefire", "the guns fall silent", title="Ceasefire", needs=["SD", "SS", "EU"])
    ],
)


@pytest.mark.parametrize(
    ("party", "attribution", "named"),
    [
        ("SD", {"speaker": "Sudanese officials", "acts_for": "SD"}, "Sudanese officials"),
        ("SS", {"speaker": "Sudanese officials", "acts_for": "SS"}, "Sudanese officials, South Sudan"),
        ("SS", {"speaker": "South Sudanese officials", "acts_for": "SS"}, "South Sudanese officials"),
        ("SD", {"speaker": "South Sudanese officials", "acts_for": "SD"}, "South Sudanese officials, Sudan"),
        (
            "SD",
            {"speaker": "the Sudanese Armed Forces", "acts_for": "SD"},
            "the Sudanese Armed Forces, Sudan",
        ),
        ("US", {"speaker": "the UN envoy", "acts_for": "US"}, "the UN envoy, United States"),
        ("US", {"speaker": "United Nations staff", "acts_for": "US"}, "United Nations staff, United States"),
        ("EU", {"speaker": "French officials", "acts_for": "FR"}, "French officials, France"),
        ("EU", {"speaker": "European officials", "acts_for": "EU"}, "European officials"),
        ("EU", {"acts_for": "FR"}, "France"),
        ("FR", {"person": "petrova"}, "Ana Petrova, France"),
        ("FR", {"person": "petrova", "speaker": "the president"}, "the president of France"),
        ("EU", {"person": "petrova", "acts_for": "EU"}, "Ana Petrova, European Union"),
    ],
)
def test_of_parties_with_similar_names_groups_and_people_it_says_for_which_they_speak(
    party, attribution, named
):
    rejects = pt.Position(party, "truce", "rejects", attribution=pt.Attribution("named", **attribution))
    report = pt.Report([rejects], id="a", since="2030-01-03", source=pt.Source(published="2030-01-04"))
    rows = analysis.brief(recording.ledger_of(ALIKE, report).state(valid="2030-02-20"))
    (line,) = (line for line in rows.filter(part="blocks") if line.cited == ("a",))
    assert line.source == f"{named}, on the record; 4 Jan 2030"


def test_each_line_of_the_headline_says_what_it_rests_on():
    rows = lines(says("a", "accepts", "2030-01-03", published="2030-01-04"), quoted("b", "accepts"))
    sources = {line.rule: line.source for line in rows.filter(part="headline")}
    assert sources == {
        "blocked": "as the agenda has it",
        "agreed": "no source named; 4 Jan 2030 · Southland, quoted; recorded 2 Feb 2030",
    }
    (none,) = lines(says("a", "open", "2030-01-03")).filter(rule="not-agreed")
    assert none.source == "counted over 1 report"


def test_a_red_line_has_the_source_of_who_presses_against_it_and_its_words():
    pressing = pt.draft(id="b", published="2030-01-05")
    pressing.voice("readout", of="NORTH").urges("truce", wording="a gesture")
    (line,) = lines(quoted("a", "accepts", red_line=True), pressing).filter(rule="red-line-against-demand")
    assert line.what.endswith("; Northland urges “a gesture” (in the words of the report)")
    assert line.source == "Southland, quoted; recorded 1 Feb 2030 · Northland, in a readout; 5 Jan 2030"


def test_the_report_that_the_source_of_a_line_names_comes_first():
    rows = lines(quoted("a", "rejects", quote="never"), says("b", "rejects", "2030-01-05", of="SOUTH"))
    for line in (*rows.filter(rule="rejection-on-record"), *rows.filter(rule="blocked")):
        assert (line.source, line.reports) == ("Southland, quoted; recorded 1 Feb 2030", ("a", "b"))


def test_a_line_has_the_reports_that_its_source_names_as_data():
    radio = pt.draft(id="a", since="2030-01-03", published="2030-01-04", outlet="Radio · One")
    radio.voice("quote", of="SOUTH").position("truce", "rejects")
    rows = lines(radio, says("b", "rejects", "2030-01-05", of="SOUTH"))
    (rejected,) = rows.filter(rule="rejection-on-record")
    assert (rejected.source, rejected.cited) == ("Southland, quoted; Radio · One, 4 Jan 2030", ("a",))
    asking = {of: pt.InWords(f"{of} is paid") for of in ("NORTH", "SOUTH")}
    reports = [says(of, "accepts", "2030-01-03", of=of, conditions=[asked]) for of, asked in asking.items()]
    (crossing,) = lines(*reports).filter(rule="conditions-cross")
    assert crossing.cited == ("NORTH", "SOUTH")
    (silence,) = rows.filter(rule="no-report")
    assert silence.cited == ()
