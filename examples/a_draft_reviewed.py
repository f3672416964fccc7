"""Review what a model drafted: accept, amend or dismiss it, and see how well the model does.

Run it in the folder of the project: python examples/a_draft_reviewed.py
"""

import peacetrack as pt
from peacetrack import coding

talks = pt.open("seeds/berlin-2025-12")
model = pt.Coder("reader", type="model", version="3")
named = pt.Attribution("named")


def drafted(id: str, *claims: pt.Claim) -> pt.Report:
    """Return what a model drafted; any program can write such a file."""
    return pt.Report(claims, id=id, attribution=named, since="2026-01-09", coded_by=model)


pause = pt.Position("UA", "nato-pause", "accepts", act="offers", quote="we could live with a pause")
refusal = pt.Position("RU", "nato-pause", "rejects", act="insists", quote="this was never the question")
other = pt.Position("UA", "nato-membership", "rejects", quote="not in this decade")
for id, claim in (("d1", pause), ("d2", refusal), ("d3", other)):
    talks.propose(drafted(id, claim))

for proposed in talks.proposals().filter(status="open"):
    for row in coding.review(talks, proposed.id):
        print(f"{proposed.id}: {row.says}; “{row.quote}”")
        for line in (*row.changes, *row.contradicts):
            print("   ", line)

weaker = pt.Position("UA", "nato-pause", "open", act="considers", quote="we could live with a pause")
talks.accept("d1", report=drafted("d1", weaker), reason="to live with it is not to accept it")
talks.accept("d2")
talks.dismiss("d3", reason="a guess of the paper, not the words of Kyiv")

for proposed in talks.proposals():
    print(f"{proposed.id} {proposed.status}: {proposed.reason or 'as it was proposed'}")
for record in coding.record_of(talks).filter(field="stance"):
    print(f"{record.coder}, stance: {record.kept} of {record.proposed} kept, {record.changed} changed")
