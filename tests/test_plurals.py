"""Sentences with names in the plural: their verbs agree, and those of others stay."""

from __future__ import annotations

import re

import attrs
import pytest

import peacetrack as pt
from peacetrack import analysis, view
from peacetrack.analysis.phrase import agreement, is_plural
from tests import recording
from tests.page_data import data_of
from tests.recording import says
from tests.test_page import AGENDA

PARTNERS = pt.Party("PARTNERS", "Western partners", "group")


@pytest.mark.parametrize(
    ("name", "type", "plural"),
    [
        ("Western partners", "group", True),
        ("E3 leaders", "group", True),
        ("The parties", "group", True),
        ("partner nations that would be guarantors", "group", True),
        ("Friends of the Valleys", "group", True),
        ("the rebels", "organisation", True),
        ("United States", "state", False),
        ("United Nations", "organisation", False),
        ("the House of Lords", "institution", False),
        ("the Paris Congress", "group", False),
        ("a league", "group", False),
    ],
)
def test_a_name_is_in_the_plural_where_its_noun_is(name, type, plural):
    assert is_plural(pt.Party("X", name, type)) == plural


@pytest.mark.parametrize(
    ("sentence", "agreeing"),
    [
        ("Western partners rejects it", "Western partners reject it"),
        ("if Western partners is open to “aid”", "if Western partners are open to “aid”"),
        (
            "whether Western partners rejects it or has no stance on it",
            "whether Western partners reject it or have no stance on it",
        ),
        (
            "Western partners urges “who accepts” and warns; Northland accepts",
            "Western partners urge “who accepts” and warn; Northland accepts",
        ),
        ("Western partners refuses, denies, breaches it", "Western partners refuse, deny, breach it"),
        (
            "Western partners, a member of the League, the second, breaches it",
            "Western partners, a member of the League, the second, breach it",
        ),
        ("the offer of Western partners closes today", "the offer of Western partners closes today"),
        ("“aid” is not accepted by Western partners", "“aid” is not accepted by Western partners"),
    ],
)
def test_the_verbs_after_it_agree_and_no_others(sentence, agreeing):
    assert agreement({PARTNERS.name: PARTNERS})(sentence) == agreeing
    assert agreement({})(sentence) == sentence


def test_headline_cards_captions_and_conditions_agree():
    agenda = attrs.evolve(
        AGENDA,
        parties=[*AGENDA.parties, PARTNERS],
        terms=[AGENDA.terms[0], attrs.evolve(AGENDA.terms[1], needs=["PARTNERS"])],
    )
    rejects = says("a", "rejects", "2030-01-03", of="PARTNERS", term="aid", by="quote")
    asks = says(
        "b", "accepts", "2030-01-04", by="quote", conditions=[pt.StanceIs("PARTNERS", "aid", "accepts")]
    )
    state = recording.ledger_of(agenda, rejects, asks).state(valid="2030-02-20")
    page = view.briefing(state)
    beside_pictures = re.sub("<figure.*?</figure>", "", str(page), flags=re.DOTALL)
    shown = " ".join(re.sub("<[^>]+>", "", beside_pictures).split())
    assert not re.search("Western partners (accepts|rejects|is|asks|has)", shown)
    assert "Western partners reject it since 3 Jan 2030" in [line.what for line in analysis.brief(state)]
    assert "if Western partners accept “aid gets through”" in shown
    assert any(step[3] == "Western partners reject “aid gets through”" for step in data_of(page)["steps"])
