"""Additions: the body of a new entry that a verb would append, or the entry that already says it.

Nothing is written here. Everything that speaks against a write is raised before an entry is made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from peacetrack import errors
from peacetrack.form import codec, scalars
from peacetrack.form.canonical import Split, split_and_read
from peacetrack.form.codec import FORMAT, Body
from peacetrack.form.scalars import Plain
from peacetrack.ledger.admission import Admitted, as_mapping
from peacetrack.ledger.declaration import admit_agenda
from peacetrack.ledger.entry import Entry
from peacetrack.ledger.filed import Filed, Proposed
from peacetrack.ledger.ledger import Ledger, Mention
from peacetrack.words.classes import frozen
from peacetrack.words.declared_kind import Kind
from peacetrack.words.isolate import joined
from peacetrack.words.report import AsReport, Correction, Dismissal, Proposal, Redaction, Report, Retraction
from peacetrack.words.term import Agenda, Term
from peacetrack.words.value import as_name
from peacetrack.words.when import display_minute


@frozen(eq=False)
class Addition:
    """The body that a verb would append; `existing` is the entry that already says it."""

    body: Body
    existing: Entry | None = None
    parts: Split | None = None


def _new(ledger: Ledger, body: Body, format: int = FORMAT) -> Addition:
    """Return a body that is read as what it says."""
    return Addition(body, parts=split_and_read(body, ledger.agenda.kind_by_id, format))


def declaration(ledger: Ledger, given: Agenda | Mapping[str, object], format: int = FORMAT) -> Addition:
    """Return an agenda, unless it changes nothing."""
    agenda = admit_agenda(given, ledger.agenda, ledger.events, format)
    for term in agenda.terms:
        _check_fixed(ledger, term)
    for kind in agenda.kinds:
        _check_fixed_kind(ledger, kind)
    in_force = ledger.agenda
    if ledger.agendas and in_force == in_force.replaced_by(agenda):
        return Addition(agenda, ledger.entries[ledger.agendas[-1][0] - 1])
    return _new(ledger, agenda, format)


def _check_fixed(ledger: Ledger, new: Term) -> None:
    old = ledger.agenda.term_by_id.get(new.id)
    if old is None or Mention("term", new.id) not in ledger.mentioned:
        return
    if (old.kind, old.proposition) != (new.kind, new.proposition):
        raise errors.FixedTermError(
            f"the term {new.id!r} has claims: its kind and proposition are fixed",
            id=new.id,
            seq=ledger.agendas[-1][0],
            repair=f"declare a new term that replaces {new.id!r}",
        )


def _check_fixed_kind(ledger: Ledger, new: Kind) -> None:
    old = ledger.agenda.kind_by_id.get(new.id)
    if old is None or old.grows_to(new):
        return
    using = [term.id for term in ledger.agenda.terms if term.kind == new.id]
    if any(Mention("term", id) in ledger.mentioned for id in using):
        raise errors.FixedKindError(
            f"the kind {new.id!r} has claims: its fields are fixed, and it can only get new ones",
            id=new.id,
            seq=ledger.agendas[-1][0],
            repair="declare a kind of another name, and new terms of it",
        )


def recording(
    ledger: Ledger, given: AsReport, *, agenda: Agenda | None = None, format: int = FORMAT
) -> Addition:
    """Return a report; `agenda` is the one that names are looked up in (default: the one in force)."""
    if not ledger.agendas:
        raise errors.InvalidInputError("no agenda is declared yet", repair="declare one first")
    admitted = ledger.admission(format, agenda=agenda).admit(given)
    filed = ledger.filed.get(admitted.id)
    if filed is None:
        _check_settles(ledger, admitted.report)
        return Addition(admitted.report, parts=admitted.parts)
    _check_says(filed, admitted)
    if filed.withdrawn_by is not None:
        raise _withdrawn(filed, filed.withdrawn_by, "record what is right under an id of its own")
    return Addition(filed.report, filed.entry)


def _check_settles(ledger: Ledger, report: Report) -> None:
    """Refuse an acceptance of what is not proposed or not open, and the id of a proposal of its own."""
    if report.acceptance is not None:
        _check_open(ledger.proposed_as(report.acceptance.proposal))
    proposed = ledger.proposals.get(str(report.id))
    if proposed is None:
        return
    if report.acceptance is None or report.acceptance.proposal != report.id:
        what = f"the id {report.id!r} is taken by the proposal of entry {proposed.seq}"
        repair = "accept the proposal, or give the report another id"
        raise errors.ConflictError(what, id=proposed.id, seq=proposed.seq, repair=repair)
    if proposed.redacted_by is not None:
        what = f"the words of the proposal {proposed.id!r} are redacted, and its id with them"
        repair = "accept it with a report of another id"
        raise errors.ConflictError(what, id=proposed.id, seq=proposed.seq, repair=repair)


def _check_open(proposed: Proposed) -> None:
    by = proposed.settled
    if by is not None:
        who = f", by {by.recorded_by}" if by.recorded_by else ""
        when = display_minute(by.recorded_at)
        what = f"the proposal {proposed.id!r} was {proposed.status} by entry {by.seq}, {when}{who}"
        repair = "correct the report" if by.report else "propose it again under another id"
        raise errors.ConflictError(what, id=proposed.id, seq=by.seq, repair=repair)


def proposing(ledger: Ledger, given: AsReport, format: int = FORMAT) -> Addition:
    """Return the proposal of a report, which has to be one that may be recorded."""
    admitted = ledger.admission(format).admit(given)
    if admitted.report.acceptance is not None:
        repair = "leave out acceptance"
        raise errors.InvalidInputError("a proposal accepts no other", where="acceptance", repair=repair)
    proposed = ledger.proposals.get(admitted.id)
    if proposed is not None and proposed.report == admitted.report:
        return Addition(proposed.entry.body, proposed.entry)
    taken = ledger.worded(admitted.id)
    if taken:
        what = f"the id {admitted.id!r} is taken by entry {taken[0].seq}"
        raise errors.ConflictError(what, id=admitted.id, seq=taken[0].seq, repair="give it another id")
    return _new(ledger, Proposal(admitted.report), format)


def accepting(ledger: Ledger, id: str, given: AsReport | None, reason: str | None) -> Addition:
    """Return the report that is accepted from a proposal: as it was proposed, or amended."""
    proposed = ledger.proposed_as(id)
    if given is None and proposed.status == "amended":
        _check_open(proposed)
    if given is None and proposed.entry.redacted:
        what = f"the words of the proposal {proposed.id!r} are redacted"
        raise errors.InvalidInputError(what, repair="give the report that is right")
    form = dict(as_mapping(proposed.report if given is None else given))
    form.setdefault("id", proposed.id)
    if given is not None and proposed.report.coded_by is not None:
        form.setdefault("coded_by", codec.write(proposed.report.coded_by))
    because = {} if reason is None else {"reason": _reason(reason)}
    addition = recording(ledger, {**form, "acceptance": {"proposal": proposed.id, **because}})
    if given is not None and isinstance(addition.body, Report):
        _check_related(proposed, addition.body)
    return addition


def _check_related(proposed: Proposed, amended: Report) -> None:
    """Refuse what says nothing of any term, event or party of the proposal: it amends nothing."""
    before, after = (
        {name: None for claim in report.claims for name in (*claim.subjects, claim.holder) if name}
        for report in (proposed.report, amended)
    )
    if before and after and not before.keys() & after.keys():
        what = f"it is about {joined(after, ', ')}, and the proposal {proposed.id!r} about {joined(before, ', ')}"
        repair = "dismiss the proposal, and record the report by itself"
        raise errors.InvalidInputError(what, repair=repair)


def dismissal(ledger: Ledger, id: str, reason: str) -> Addition:
    """Return the dismissal of a proposal, or the one that was made."""
    proposed = ledger.proposed_as(id)
    made = proposed.settled
    if made is not None and made.kind == "dismissal":
        return Addition(made.body, made)
    _check_open(proposed)
    return _new(ledger, Dismissal(proposed.id, _reason(reason)))


def _check_says(filed: Filed, admitted: Admitted) -> None:
    if filed.says(admitted.parts):
        return
    repair = "give the new report another id"
    if filed.withdrawn_by is None:
        repair = f"correct it if it was wrong, or {repair}"
    what = f"the report {admitted.id!r} of entry {filed.entry.seq} says something else"
    raise errors.ConflictError(what, id=admitted.id, seq=filed.entry.seq, repair=repair)


def correction(ledger: Ledger, corrects: str, given: AsReport, reason: str, format: int = FORMAT) -> Addition:
    """Return a report in the place of another, and a reason."""
    filed = ledger.filed_as(corrects)
    admitted = ledger.admission(format, without=filed).admit(given)
    if filed.withdrawn_by is not None:
        return _correction_again(ledger, filed, filed.withdrawn_by, admitted)
    taken = ledger.filed.get(admitted.id)
    if taken is not None:
        what = f"the id {admitted.id!r} is taken by entry {taken.entry.seq}"
        repair = "give the correction an id of its own, and say what is different"
        raise errors.ConflictError(what, id=admitted.id, seq=taken.entry.seq, repair=repair)
    return _new(ledger, Correction(filed.entry.id, admitted.report, _reason(reason)), format)


def begun_correction(ledger: Ledger, corrects: str) -> Plain:
    """Return the form of a report with the claims that stand, under the id of its correction."""
    filed = ledger.filed_as(corrects)
    if filed.withdrawn_by is not None:
        raise _withdrawn(filed, filed.withdrawn_by, "correct what stands now")
    return _as_corrected(ledger, filed)


def _as_corrected(ledger: Ledger, filed: Filed, claims: Mapping[int, object] | None = None) -> Plain:
    """Return the form of a report under the id of its correction, with some claims in the place of others."""
    if filed.entry.redacted:
        what = f"the words of the report {filed.entry.id!r} are redacted"
        raise errors.InvalidInputError(what, repair="correct it with a whole report")
    form = codec.write(filed.report)
    form.pop("acceptance", None)  # the correction was not proposed
    numbered = enumerate(form["claims"], start=1)
    kept = [
        _in_its_words(claims[number], claim) if claims and number in claims else claim
        for number, claim in numbered
        if number not in filed.retracted
    ]
    return {**form, "id": ledger.correction_id(filed), "claims": kept}


def _in_its_words(to: object, claim: Plain) -> object:
    """Return what comes in the place of a claim; it keeps the speaker, if it says nothing of it."""
    form = codec.as_form(to)
    if not isinstance(form, Mapping) or any(form.get(name) is not None for name in _WHOSE):
        return form
    return {**form, **{name: claim[name] for name in _WHOSE if name in claim}}


_WHOSE = ("voice", "attribution")


def correcting(
    corrects: str, report: AsReport | None, claim: int | None, to: object, reason: str
) -> Callable[[Ledger], Addition]:
    """Return how a ledger is corrected, by a report or by one claim."""
    if report is not None and claim is None and to is None:
        return partial(correction, corrects=corrects, given=report, reason=reason)
    if report is None and claim is not None and to is not None:
        return partial(claim_correction, corrects=corrects, claim=claim, to=to, reason=reason)
    what, repair = "it is not clear what is corrected", "give a report, or claim= and to="
    raise errors.InvalidInputError(what, repair=repair)


def claim_correction(ledger: Ledger, corrects: str, claim: int, to: object, reason: str) -> Addition:
    """Return a report with one claim, counted from 1, in the place of another, without retracted ones."""
    filed = ledger.filed_as(corrects)
    _check_claim(filed, claim)
    if claim in filed.retracted:
        what = f"claim {claim} of the report {filed.entry.id!r} was retracted by entry {filed.retracted[claim].seq}"
        repair = "record what is right in a report of its own"
        raise errors.WithdrawnReportError(
            what, id=filed.entry.id, seq=filed.retracted[claim].seq, repair=repair
        )
    return correction(ledger, corrects, _as_corrected(ledger, filed, {claim: to}), reason)


def _check_claim(filed: Filed, claim: object) -> None:
    """Refuse what is no number of a claim."""
    if isinstance(claim, bool) or not isinstance(claim, int):
        raise errors.WrongTypeError(claim, "the number of a claim", repair="such as 1")
    last = len(filed.report.claims)
    if not 1 <= claim <= last:
        known = "no claims" if not last else "one claim, 1" if last == 1 else f"claims 1 to {last}"
        repair = f"{filed.entry.id} has {known}"
        raise errors.UnknownNameError("claim", claim, (), repair=repair)


def _correction_again(ledger: Ledger, filed: Filed, by: Entry, admitted: Admitted) -> Addition:
    """Return the correction that was already made, where it says the same."""
    same_id = isinstance(by.body, Correction) and by.id == admitted.id
    if same_id and ledger.filed[by.id].says(admitted.parts):
        return Addition(by.body, by)
    raise _withdrawn(filed, by, "correct or retract what stands now")


def retraction(ledger: Ledger, retracts: str, reason: str, claim: int | None) -> Addition:
    """Return to withdraw a report, or one claim of it, counted from 1."""
    filed = ledger.filed_as(retracts)
    if claim is not None:
        _check_claim(filed, claim)
    body = Retraction(filed.entry.id, _reason(reason), claim=claim)
    made = filed.retracted.get(claim or 0) or filed.withdrawn_by
    if made is not None:
        return _retraction_again(filed, made, claim)
    return _new(ledger, body)


def _retraction_again(filed: Filed, made: Entry, claim: int | None) -> Addition:
    """Return the retraction that was already made, where it withdrew the same."""
    if isinstance(made.body, Retraction) and made.body.claim == claim:
        return Addition(made.body, made)
    assert filed.withdrawn_by is not None
    raise _withdrawn(filed, filed.withdrawn_by, "retract what took its place, if that is wrong too")


def redaction(ledger: Ledger, redacts: str, reason: str) -> Addition:
    """Return to remove the words of a report, or return the redaction that did."""
    recorded = ledger.proposals.get(as_name(redacts)) or ledger.filed_as(redacts)
    if recorded.redacted_by is not None:
        return Addition(recorded.redacted_by.body, recorded.redacted_by)
    return _new(ledger, Redaction(recorded.entry.id, _reason(reason)))


def restoring(ledger: Ledger, form: object, format: int) -> Addition:
    """Return what a line of an export, or a file of seeds, says in its JSON form of some version."""
    if isinstance(form, Mapping):
        kind = form.get("kind", "report")
        if kind == "report":
            return recording(ledger, form, format=format)
        if kind == "agenda":
            return declaration(ledger, form, format)
        if kind == "correction":
            return _restored_correction(ledger, form, format)
        if kind == "proposal":
            scalars.check_fields(form, ("kind", "report"), ("report",))
            return proposing(ledger, form["report"], format)
    body = codec.read_body(form)
    if isinstance(body, Dismissal):
        return dismissal(ledger, body.dismisses, body.reason)
    if isinstance(body, Retraction):
        return retraction(ledger, body.retracts, body.reason, body.claim)
    assert isinstance(body, Redaction)
    return redaction(ledger, body.redacts, body.reason)


def _restored_correction(ledger: Ledger, form: Mapping[str, Any], format: int) -> Addition:
    required = ("corrects", "report", "reason")
    scalars.check_fields(form, ("kind", *required), required)
    return correction(ledger, form["corrects"], form["report"], form["reason"], format)


def _withdrawn(filed: Filed, by: Entry, repair: str) -> errors.WithdrawnReportError:
    verb = "corrected" if isinstance(by.body, Correction) else "retracted"
    what = f"the report {filed.entry.id!r} was {verb} by entry {by.seq}"
    if verb == "corrected":
        what += f", the report {by.id!r}"
    return errors.WithdrawnReportError(what, id=filed.entry.id, seq=by.seq, repair=repair)


def _reason(given: str) -> str:
    reason = scalars.text(given)
    if not reason.strip():
        repair = "say why, for those who read it later"
        raise errors.InvalidInputError("a reason is missing", where="reason", repair=repair)
    return reason
