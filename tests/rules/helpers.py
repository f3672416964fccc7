"""An agenda of invented parties, and the questions that the examples of the rules ask.

NORTH and SOUTH have to agree on a truce and a pledge, EAST and WEST belong to groups. Reports are
recorded one a day in February 2030, on what happened in January, unless a test says otherwise.
"""

from functools import partial

import peacetrack as pt
from tests import recording
from tests.recording import says

ABSENT = pt.Absence
LATER = "2030-03-01"
AGENDA = pt.Agenda(
    "invented",
    parties=[
        pt.Party("NORTH", "Northland", "state"),
        pt.Party("SOUTH", "Southland", "state"),
        pt.Party("EAST", "Eastland", "state"),
        pt.Party("WEST", "Westland", "state"),
        pt.Party(
            "LEAGUE",
            "a league",
            "group",
            members=[pt.Member("EAST", "2030-01-05", "2030-01-20"), pt.Member("WEST")],
        ),
        pt.Party("PACT", "a pact", "group", members=[pt.Member("WEST")], members_known=False),
        pt.Party("UNION", "a union of leagues", "group", members=[pt.Member("LEAGUE")]),
    ],
    terms=[
        pt.Term("truce", "ceasefire", "the guns fall silent", needs=["NORTH", "SOUTH"]),
        pt.Term("pledge", "security-guarantee", "help is pledged", needs=["NORTH", "SOUTH"]),
        pt.Term("force", "multinational-force", "a force deploys", needs=["EAST", "WEST"]),
        pt.Term("rest", "other", "the rest is settled", needs=["NORTH", "SOUTH"]),
        pt.Term("border", "territorial-status", "the border stays", needs=["NORTH"], backdrop=True),
        pt.Term("archive", "other", "the archive opens"),
    ],
)
ledger_of = partial(recording.ledger_of, AGENDA)


def north(talks, valid=LATER, term="truce", **basis):
    return talks.state(valid=valid, **basis).standing(term, "NORTH")


def status(talks, term="truce", valid=LATER, **basis):
    answer = talks.state(valid=valid, **basis)[term].status
    return answer and answer.value


def behind(statements):
    return sorted({statement.report for statement in statements})


def north_and_south(one, other, **said):
    """Return a ledger of a stance of NORTH and one of SOUTH on the truce."""
    return ledger_of(says("n", one, "2030-01-03", **said), says("s", other, "2030-01-03", of="SOUTH", **said))


def two(first, other):
    """Return the state after two reports of one day, each with its own origin."""
    talks = pt.Tracker(
        pt.Agenda(
            "invented",
            parties=[pt.Party(p, p, "state") for p in ("NORTH", "SOUTH", "ISLE")],
            terms=[
                pt.Term("truce", "ceasefire", "the guns fall silent", needs=["NORTH"]),
                pt.Term("pledge", "security-guarantee", "help is pledged", needs=["NORTH"]),
            ],
        )
    )
    for number, position in enumerate((first, other)):
        talks.record(pt.Report([position], id=f"r{number}", source=pt.Source(origin=f"o{number}")))
    return talks.state(valid="2030-02-01", trust=pt.EVERYTHING)
