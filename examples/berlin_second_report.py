"""Type the second report of the Berlin seeds with the builder.

It is the report of seeds/berlin-2025-12/seed-004.toml: both have the same content id. Recording it names
misspelt fields of content, with the nearest name.
"""

from pathlib import Path

import peacetrack as pt
from peacetrack import After, Before, During, Moment

seeds = Path("seeds/berlin-2025-12")
not_stated, negotiated = pt.Absence.NOT_STATED, pt.Absence.UNDER_NEGOTIATION
unknown = pt.Absence.UNKNOWN
talks, after = "berlin-talks", After("berlin-talks")
guarantees, senate, donbas = ("security-guarantees", "senate-ratification", "territorial-status/donbas")
force, plants = "multinational-force", "shared-infrastructure"

r = pt.draft(
    id="seed-004", title="Ukraine's NATO bid and the talks in Berlin (second text)", since=During(talks)
)
briefed = r.voice("officials-briefed", "officials familiar with the talks", name="briefed")
diplomats = r.voice("officials-briefed", "diplomats briefed on the discussions", name="diplomats")
us_officials = r.voice("officials-unspecified", "American officials", of="US", name="us-officials")
us_representatives = r.voice("institution", "US representatives", of="US", name="us-representatives")
us_mediators = r.voice("institution", "American mediators", of="US", name="us-mediators")
ua_officials = r.voice("officials-unspecified", "Ukrainian officials", of="UA", name="ua-officials")
zelenskyy = r.voice("named", "Volodymyr Zelenskyy", of="UA", person="zelenskyy", name="zelenskyy")
merz = r.voice("named", "Friedrich Merz", of="DE", person="merz", name="merz")
merz_quoted = r.voice("quote", "Friedrich Merz", of="DE", person="merz", name="merz-quoted")
governments = r.voice("joint", "several European governments", of="EU-GOVERNMENTS", name="governments")
western_officials = r.voice("officials-unspecified", "Western officials", of="WEST", name="western-officials")
kremlin = r.voice("institution", "the Kremlin", of="RU", name="kremlin")
russian_officials = r.voice("institution", "Russian officials", of="RU", name="russian-officials")
involved = r.voice("officials-participant", "officials involved in the talks", name="involved")
negotiators = r.voice("officials-participant", "negotiators", name="negotiators")
participants = r.voice("officials-participant", "participants", name="participants")
supporters = r.voice("supporters", "supporters of the plan", name="supporters")
advocates = r.voice("supporters", "advocates", name="advocates")
analysts = r.voice("analysts", "analysts", name="analysts")

r.event(
    talks,
    "held",
    type="talks",
    when=Moment.unknown("over the weekend"),
    place="Berlin",
    participants=["Kyiv", "US", "Germany", "EU-LEADERS"],
    people=["zelenskyy"],
    text="several meetings at a high level; Germany mediates, in a central part",
)
r.event("previous-rounds", "held", type="talks", when=Before(talks, "previous rounds"))
r.event("deadlock", type="deadlock", when=Before(talks, "prolonged"), text="military and political")
merz.event(
    "merz-remarks",
    "held",
    type="remarks",
    when=after,
    participants=["DE"],
    people=["merz"],
    about=[guarantees, talks],
    text="in public",
)
governments.event(
    "governments-statement",
    "held",
    type="joint statement",
    when=after,
    participants=["EU-GOVERNMENTS"],
    about=[talks],
)
zelenskyy.event(
    "zelenskyy-remarks",
    "held",
    type="remarks",
    when=After(talks, "after the meetings"),
    participants=["UA"],
    people=["zelenskyy"],
    text="briefly; to whom is not said",
)
kremlin.event(
    "kremlin-reaction", "held", type="reaction", when=after, participants=["the Kremlin"], about=["framework"]
)
involved.event(
    "follow-up-with-russia",
    "expected",
    type="talks",
    when=After(talks, "coming days"),
    participants=["US envoys", "Russian representatives"],
    about=["framework"],
    text="to sound out Moscow",
)
russian_officials.event(
    "russia-briefing",
    "expected",
    type="briefing",
    participants=["RU"],
    about=["framework"],
    text="in full; the American side is meant to give it, though that is only implied",
)
r.event(
    "further-meetings",
    "expected",
    type="talks",
    when=After(talks, "weeks ahead"),
    about=[donbas, "implementation"],
    text="on borders, which are unresolved, and on how to carry things out",
)
r.event("intensified-diplomacy", "expected", type="diplomacy", when=After(talks, "weeks ahead"))
r.assess(
    "Few efforts of recent months weighed as much; they were to bring Kyiv and Moscow closer after a long deadlock",
    talks,
    "deadlock",
)
briefed.signals(
    "nato-pause",
    "open",
    party="UA",
    wording="on hold",
    links=[
        {
            "relation": "part-of",
            "term": "dialogue",
            "text": "a wider attempt to restart negotiations with Russia",
        }
    ],
    details={"intent": "pause"},
)
r.seeks(
    "nato-membership",
    "accepts",
    party="UA",
    since=Before(talks, "long-standing"),
    details={"intent": "pursue"},
)
supporters.opposes(
    "nato-membership",
    "opposes",
    party="Moscow",
    repeated=True,
    wording="eastward expansion",
    since=Before(talks, "long-stated"),
)
r.progress(
    guarantees,
    "tabled",
    wording="U.S.-backed",
    details={"label": "assurances", "framework": "outside-nato", "beneficiary": "UA", "horizon": "long-term"},
)
us_officials.offers(
    guarantees,
    "accepts",
    wording="binding, without extending full alliance status",
    details={
        "label": "commitments",
        "binding": True,
        "guarantors": ["US", "PARTNERS"],
        "beneficiary": "UA",
        "framework": "outside-nato",
        "model": "article-5-like",
        "horizon": "long-term",
        "alliance_status": "none",
    },
)
us_representatives.states(
    guarantees,
    "accepts",
    wording="limited",
    window="undisclosed",
    conditions=["the peace negotiations make progress"],
)
r.progress(guarantees, trend="advancing")
merz.welcomes(
    guarantees,
    "accepts",
    wording="constructive",
    reasons=["it helps on the way to ending the war"],
    since=after,
)
merz_quoted.praises(
    guarantees,
    quote="serious and tangible security concept",
    since=after,
    details={"label": "security concept"},
)
merz.assess("Europe has a duty to do more for the continent's stability", "settlement", of="DE")
governments.assess(
    "The governments share the Chancellor's view and are hopeful, with care, of where the talks go",
    talks,
    of="EU-GOVERNMENTS",
    tone="cautiously-optimistic",
)
supporters.assess(
    "The plan would protect Kyiv credibly, and meet what Moscow has against a larger NATO",
    guarantees,
    "nato-membership",
    tone="supportive",
    links=[{"relation": "addresses", "term": "nato-membership", "text": "Moscow's opposition"}],
)
supporters.progress(guarantees, details={"protects_against": "future aggression"})
r.assess(
    "Other security arrangements gain weight, to calm the region while a permanent settlement is being negotiated",
    guarantees,
    "settlement",
    links=[("parallel-to", "settlement")],
)
r.suggests(
    senate,
    "open",
    party="US",
    wording="could be submitted",
    conditions=["the commitments are final"],
    details={"body": "US Senate", "subject": "the final security commitments", "route": not_stated},
)
r.progress(senate, "floated", details={"stage": "mooted"})
advocates.assess(
    "Consent would make the guarantees last longer and future policy less uncertain",
    senate,
    guarantees,
    tone="supportive",
    links=[{"relation": "addresses", "text": "a change of policy after future elections"}],
)
analysts.assess(
    "Consent could give confidence to European partners, and to investors who judge Ukraine's recovery in the long run",
    senate,
    "economic-support",
    conditions=[{"kind": "stance", "party": "US-SENATE", "term": senate, "stance": "accepts"}],
)
r.progress(
    donbas,
    trend="stalled",
    wording="deeply contentious",
    details={"area": "eastern regions hit by the fighting, Donbas and its surroundings above all"},
)
negotiators.progress(
    donbas, trend="advancing", wording="more detailed", since=During(talks, "previous rounds")
)
ua_officials.maintains(
    donbas,
    "accepts",
    repeated=True,
    red_line=True,
    wording="formally",
    reasons=["to give it up would not go with national sovereignty"],
    details={"occupation": "not-full", "excluded": ["formal-cession"]},
)
us_mediators.urges(donbas, wording="flexibility")
us_mediators.warns(
    donbas,
    reasons=[
        "while territory stays unresolved, the conflict could last longer and cost more lives and wealth"
    ],
)
r.progress(
    plants,
    "discussed",
    details={
        "assets": ["important infrastructure", "energy sites"],
        "area": "disputed areas",
        "arrangement": "joint-operation",
        "purpose": "confidence-building",
        "proposer": not_stated,
        "operator": not_stated,
    },
)
negotiators.progress(
    plants, trend="advancing", wording="more detailed", since=During(talks, "previous rounds")
)
r.progress(plants, "discussed", wording="no final agreement")
diplomats.considers(
    force,
    "open",
    party="FORCE-COUNTRIES",
    wording="post-conflict",
    conditions=["the conflict is over"],
    details={"location": "Ukraine", "phase": "post-conflict", "contributors": not_stated},
)
diplomats.position(
    force,
    party="US",
    conditions=["the force is formed"],
    details={"backing": ["political", "logistic"], "troops": not_stated},
)
diplomats.progress(
    force, "under-negotiation", details={"mandate": negotiated, "size": negotiated, "deployment": negotiated}
)
r.progress("eu-path", "discussed")
western_officials.states(
    "eu-path",
    "open",
    wording="viable",
    links=[
        ("part-of", "framework"),
        {"relation": "parallel-to", "text": "military stabilisation; the track is economic integration"},
    ],
    details={"organisation": "EU"},
)
kremlin.signals("dialogue", "accepts", since=after)
kremlin.assess("The Kremlin reacts with caution", "framework", talks, of="RU", tone="cautious")
russian_officials.expects("framework", wording="full briefing", since=after)
russian_officials.insists(
    "russia-core-concerns",
    "accepts",
    repeated=True,
    red_line=True,
    wording="must address",
    since=after,
    details={"items": not_stated},
)
russian_officials.insists(
    "settlement",
    repeated=True,
    conditions=[{"kind": "term", "term": "russia-core-concerns", "status": "agreed"}],
    since=after,
)
russian_officials.warns(
    "dialogue",
    wording="symbolic",
    reasons=["talks for show would only put off hard compromises"],
    since=after,
)
involved.position("framework", unknown, party="RU", since=after)
briefed.seeks("dialogue", "accepts", party="UA", wording="revive")
involved.seeks("dialogue", "accepts", party="US envoys", addressee="Russia", wording="gauge", since=after)
involved.progress(
    "technical-issues",
    "provisionally-agreed",
    wording="narrowed or provisionally resolved",
    details={"count": "many", "issues": not_stated, "remaining": "fewer decisions, politically sensitive"},
)
r.progress("settlement", "under-negotiation", wording="no final agreement")
r.progress("settlement", "under-negotiation", wording="permanent")
negotiators.progress(
    "settlement", trend="advancing", wording="outlines", since=During(talks, "first time in months")
)
participants.assess(
    "The talks were a real step on the way to a negotiated end, with large hurdles left",
    talks,
    "settlement",
    tone="optimistic",
)
zelenskyy.insists(
    "principle/security",
    "accepts",
    red_line=True,
    wording="non-negotiable",
    since=After(talks, "after the meetings"),
)
zelenskyy.insists(
    "principle/sovereignty",
    "accepts",
    red_line=True,
    wording="non-negotiable",
    since=After(talks, "after the meetings"),
)
zelenskyy.commits(
    "settlement",
    "accepts",
    repeated=True,
    conditions=[
        {"kind": "term", "term": "principle/security", "status": "agreed"},
        {"kind": "term", "term": "principle/sovereignty", "status": "agreed"},
    ],
    since=After(talks, "after the meetings"),
    details={"qualities": ["just", "lasting"]},
)
r.ask("Who gives the guarantees beside the United States?", guarantees, fields=["guarantors"])
r.ask("When does the American offer run out?", guarantees, fields=["window"])
r.ask(
    "Will the text go to the Senate, as a treaty or otherwise, and when?", senate, fields=["route", "stage"]
)
r.ask(
    "Which mandate, size, timetable and contributors, and does the force come after a ceasefire or after a settlement?",
    force,
    "ceasefire",
    "settlement",
    fields=["mandate", "size", "deployment", "contributors", "phase"],
)
r.ask(
    "Which territory counts as not fully occupied, and what becomes of the rest?",
    donbas,
    fields=["area", "occupation", "regime"],
)
r.ask(
    "Who proposed it, which assets does it cover, and who would run them?",
    plants,
    fields=["proposer", "assets", "operator"],
)
r.ask("What are the concerns, one by one?", "russia-core-concerns", fields=["items"])
r.ask(
    "How does Moscow answer the framework?",
    "framework",
    fields=["stance"],
    due=During("follow-up-with-russia", "coming days"),
)
r.ask("By when would Ukraine join, and is there a shorter way?", "eu-path", fields=["target", "stage"])
r.ask(
    "Which issues are settled for now, and which political ones are left?",
    "technical-issues",
    fields=["issues", "remaining"],
)
r.ask("Can the proposals close what still lies between the parties?", "framework", "settlement")
r.ask("Do this text and seed-000 go back to one wire?", fields=["origin"])

berlin = pt.open(seeds)
again = berlin.record(r)
print("already recorded:", not again.new, "as entry", again.seq)
print("claims:", len(r.claims))
status = {term.id: str(term.status) for term in berlin.state(known=again.seq).values()}
print("guarantees:", status[guarantees])
print("the Senate:", status[senate])
