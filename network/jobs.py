"""Reading partners in from a table: the file is read, its rows are checked, and at last they are written."""

import base64

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from network.exchange.checking import checked
from network.exchange.verdict import settled_verdict, verdict_of
from network.queries.intake import table_of
from network.services.exchange import import_partners, prepared
from network.services.intake import keep_table, keep_verdict, settle, waiting
from umstieg.access.enums import Permission
from umstieg.core.errors import DomainError
from umstieg.core.jobs import Run, job
from umstieg.core.sheets import read_sheet

READ, CHECK, WRITE = "network.read_table", "network.check_table", "network.import_table"
FILL = "fill"


@job(READ, title=_("Reading a table of partners"), permission=Permission.NETWORK_EXCHANGE)
def read_table(run: Run):
    """`facts`: name and content of the file."""
    run.stage(_("The file is read"))
    sheet = read_sheet(base64.b64decode(run.facts["content"]), run.facts["name"])
    with run.writing() as outcome:
        intake = keep_table(sheet=sheet, by=run.owner)
        outcome["message"] = _rows(len(sheet.rows))
        outcome["address"] = reverse("network:intake_columns", args=[intake.pk])


@job(CHECK, title=_("Checking a table of partners"), permission=Permission.NETWORK_EXCHANGE)
def check_table(run: Run):
    """`facts`: intake, and what was chosen (columns, kind)."""
    intake, chosen = table_of(run.owner, run.facts["intake"]), run.facts["chosen"]
    run.stage(_("The rows are checked"))
    plan = checked(intake.content, chosen["columns"], default_kind=chosen["kind"], tell=run.tell)
    verdict = verdict_of(plan, intake.content["header"], chosen, by=run.owner)
    with run.writing() as outcome:
        keep_verdict(intake=intake, chosen=chosen, verdict=verdict)
        outcome["message"] = _rows(len(intake.content["rows"]))
        outcome["address"] = reverse("network:intake", args=[intake.pk])


@job(WRITE, title=_("Reading partners in"), permission=Permission.NETWORK_EXCHANGE)
def import_table(run: Run):
    """`facts`: intake, known ("skip" or "fill"), and whether broken rows are left out."""
    intake = table_of(run.owner, run.facts["intake"])
    run.stage(_("The rows are checked once more"))
    chosen = intake.choices
    plan = checked(intake.content, chosen["columns"], default_kind=chosen["kind"], tell=run.tell)
    if plan.broken and not run.facts["without_broken"]:
        raise DomainError(_("There are rows that do not fit. Nothing was read in."))
    run.stage(_("Everything is prepared"))
    batch = prepared(plan.new, by=run.owner, tell=run.tell)
    known = plan.known if run.facts["known"] == FILL else []
    run.stage(_("Partners are added"))
    with run.writing() as outcome:
        intake = waiting(intake.pk)
        added, told = import_partners(batch=batch, known=known, by=run.owner)
        filled = sum(bool(filling.filled) for _row, _pk, filling in told)
        counts = {"added": added, "filled": filled, "left_out": len(plan.broken)}
        counts["skipped"] = len(plan.known) - filled + len(plan.twice)
        settle(intake=intake, verdict=settled_verdict(counts, told))
        outcome["message"] = ngettext(
            "%(number)s partner was added.", "%(number)s partners were added.", counts["added"]
        ) % {"number": counts["added"]}
        outcome["address"] = reverse("network:intake", args=[intake.pk])


def _rows(number):
    return ngettext("%(number)s row was read.", "%(number)s rows were read.", number) % {"number": number}
