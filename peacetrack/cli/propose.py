"""Commands for proposals: propose, accept, amend, dismiss. How one is reviewed is in `cli.review`."""

from __future__ import annotations

import click

from peacetrack.cli.asked import complete_proposal
from peacetrack.cli.root import BY, REASON, commands, writing
from peacetrack.cli.streams import errors_name, form_at, say_receipt, there
from peacetrack.form.strict import without_nulls


@commands.command()
@click.argument("file")
@click.argument("reports", nargs=-1, required=True)
@click.option("--model", metavar="NAME", help="The model that coded those that name no coder.")
@click.option("--model-version", metavar="VERSION", help="Its version.")
@BY
def propose(
    file: str, reports: tuple[str, ...], model: str | None, model_version: str | None, by: str | None
) -> None:
    """Propose REPORTS, which no answer rests on yet.

    They are TOML or JSON files, or - for stdin, and are checked like those that `log` records; fields that
    are null, as a language model writes by `schema report --strict`, say nothing.

    Example: peacetrack propose talks.db draft.toml --model reader --by anna
    """
    if model_version is not None and model is None:
        raise click.UsageError("--model-version is for --model")
    version = {} if model_version is None else {"version": model_version}
    coder = {} if model is None else {"coded_by": {"name": model, "type": "model", **version}}
    forms = [coder | without_nulls(form_at(name)) for name in map(there, reports)]
    with writing(file, by) as tracker:
        for name, form in zip(reports, forms, strict=True):
            with errors_name(name):
                say_receipt(tracker.propose(form), "proposed")


@commands.command()
@click.argument("file")
@click.argument("proposal", shell_complete=complete_proposal)
@BY
def accept(file: str, proposal: str, by: str | None) -> None:
    """Record PROPOSAL as it was proposed.

    From then on answers rest on it. The receipt says what each claim of it says.

    Example: peacetrack accept talks.db draft --by anna
    """
    with writing(file, by) as tracker:
        say_receipt(tracker.accept(proposal), "accepted")


@commands.command()
@click.argument("file")
@click.argument("proposal", shell_complete=complete_proposal)
@click.argument("report")
@REASON
@BY
def amend(file: str, proposal: str, report: str, reason: str, by: str | None) -> None:
    """Record REPORT in the place of PROPOSAL.

    REPORT is a TOML or JSON file, or - for stdin.

    Example: peacetrack amend talks.db draft better.toml --reason "he said less"
    """
    form = without_nulls(form_at(report))
    with writing(file, by) as tracker, errors_name(report):
        say_receipt(tracker.accept(proposal, report=form, reason=reason), "amended")


@commands.command()
@click.argument("file")
@click.argument("proposal", shell_complete=complete_proposal)
@REASON
@BY
def dismiss(file: str, proposal: str, reason: str, by: str | None) -> None:
    """Dismiss PROPOSAL.

    It stays in the ledger with the reason, and no answer rests on it.

    Example: peacetrack dismiss talks.db draft --reason "of another negotiation"
    """
    with writing(file, by) as tracker:
        say_receipt(tracker.dismiss(proposal, reason=reason), "dismissed")
