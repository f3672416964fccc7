"""Let two people code one article, see how far they agree, and record what they decide.

Run it in the folder of the project: python examples/an_article_coded_by_two.py
"""

from functools import partial

import peacetrack as pt
from peacetrack import coding

talks = pt.open("seeds/berlin-2025-12")
of_the_article = partial(
    pt.draft, outlet="an agency", url="https://example.org/berlin", published="2026-01-10", since="2026-01-09"
)

anna = of_the_article()
anna.voice("named", of="UA").offers("nato-pause", "accepts", wording="would pause its bid")
anna.voice("institution", of="Moscow").insists("nato-pause", "rejects")
anna.event("january-talks", status="held", when="2026-01-09")

ben = of_the_article()
ben.voice("named", of="Kyiv").offers("nato-pause", "open", quote="we could live with a pause")
ben.voice("institution", of="RU").insists("nato-pause", "rejects")

pairs = coding.compare(anna, ben, agenda=talks.agenda)
print(f"{len(pairs)} fields; what differs:")
for pair in pairs.filter(lambda pair: pair.match is not coding.Match.SAME):
    print("  ", pair)
for row in coding.agreement(pairs).filter(lambda row: row.scale is not None):
    alpha = "no alpha" if row.alpha is None else f"alpha {row.alpha:.2f}"
    print(f"{row.field}: {row.share:.0%} the same, {alpha}; {row.warning}")

merged = coding.merge(anna, ben, agenda=talks.agenda)
try:
    talks.record(merged)
except pt.InvalidInputError as error:
    print("not recorded yet:", error)

kyiv, moscow, event = merged["claims"]
kyiv["stance"] = kyiv.pop("decide stance")["b"]  # Anna read it again
del event["decide claim"]  # Ben had not seen it
receipt = talks.record(merged)
kyiv_now = talks.state(valid="2026-01-10")["nato-pause"]["UA"]
print(f"recorded as entry {receipt.seq}: Kyiv is {kyiv_now.stance}")
