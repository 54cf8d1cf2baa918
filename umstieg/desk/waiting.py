"""What waits for somebody's decision, a line each: Heute says it, so that nobody has to look into every room for it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from cases.queries.grants import emergency_counts
from network.queries.intake import waiting_cards, waiting_tables
from network.queries.task import agreements_due, partner_tasks_due
from umstieg.access.enums import Permission
from umstieg.access.policies import has_permission
from umstieg.accounts.queries.people import open_proposals, people_rows
from umstieg.accounts.queries.secrecy import still_to_bind
from umstieg.audit.queries import searches_to_decide


@dataclass
class Waiting:
    """One line: where it leads, and what it says."""

    address: str
    icon: str
    text: str
    is_urgent: bool = False
    key: str = ""  # of what the address is about

    @property
    def url(self) -> str:
        return reverse(self.address, args=[self.key] if self.key else [])


def waiting_for(user) -> list[Waiting]:
    """The lines of one person, what is urgent first; none where nothing waits."""
    lines = []
    if has_permission(user, Permission.GRANT_REVIEW):
        lines += _emergencies(*emergency_counts(user))
    if has_permission(user, Permission.PROPOSAL_DECIDE) and (count := len(open_proposals(decidable_by=user))):
        text = ngettext("%(number)s proposal to confirm", "%(number)s proposals to confirm", count)
        lines.append(Waiting("people:proposals", "user-check", text % {"number": count}))
    if has_permission(user, Permission.AUDIT_SECOND) and (count := searches_to_decide(user)):
        text = ngettext(
            "%(number)s search by person waits for a second person",
            "%(number)s searches by person wait for a second person",
            count,
        )
        lines.append(Waiting("audit:second_person", "user-search", text % {"number": count}))
    if has_permission(user, Permission.PERSON_MANAGE):
        lines += _people(people_rows())
    return sorted(lines, key=lambda line: not line.is_urgent)


def waiting_in_network(user) -> list[Waiting]:
    """What is due for her with partners, which agreements of hers are to be looked through (24-08), and what she has
    uploaded and not yet decided about.
    """
    lines, today = [], timezone.localdate()
    if count := partner_tasks_due(user, today):
        text = ngettext("%(number)s task with a partner due", "%(number)s tasks with partners due", count)
        lines.append(Waiting("network:review", "network", text % {"number": count}))
    if count := agreements_due(user, today):
        text = ngettext(
            "%(number)s agreement with a partner to look through",
            "%(number)s agreements with partners to look through",
            count,
        )
        lines.append(Waiting("network:review", "handshake", text % {"number": count}))
    if has_permission(user, Permission.NETWORK_EXCHANGE) and (tables := waiting_tables(user)):
        text = ngettext(
            "%(number)s table waits for your decision", "%(number)s tables wait for your decision", len(tables)
        )
        lines.append(_uploaded(tables, text, one="network:intake", several="network:list"))
    if has_permission(user, Permission.NETWORK_KEEP) and (cards := waiting_cards(user)):
        text = ngettext(
            "%(number)s file of vCards waits for your decision",
            "%(number)s files of vCards wait for your decision",
            len(cards),
        )
        lines.append(_uploaded(cards, text, one="network:cards_decide", several="network:people"))
    return lines


def _uploaded(intakes, text, *, one, several):
    """A single one is a click away; several are named where they were uploaded."""
    key = intakes[0]["id"] if len(intakes) == 1 else ""
    return Waiting(one if key else several, "file-up", text % {"number": len(intakes)}, key=key)


def _emergencies(count, late):
    if not count:
        return []
    text = ngettext(
        "%(number)s opening in an emergency to look at", "%(number)s openings in an emergency to look at", count
    ) % {"number": count}
    if late:
        more = ngettext("%(number)s for more than seven days", "%(number)s for more than seven days", late)
        text = f"{text} · {more % {'number': late}}"
    return [Waiting("cases:reviews", "circle-alert", text, is_urgent=bool(late))]


def _people(rows):
    """Whom the administration has to bind to secrecy, and whose invitation has run out."""
    lines, unbound, lapsed = [], len(still_to_bind(rows)), sum(row.state == "lapsed" for row in rows)
    if unbound:
        text = ngettext(
            "%(number)s person still to be bound to secrecy", "%(number)s people still to be bound to secrecy", unbound
        )
        lines.append(Waiting("people:secrecy", "signature", text % {"number": unbound}))
    if lapsed:
        text = ngettext("%(number)s invitation has run out", "%(number)s invitations have run out", lapsed)
        lines.append(Waiting("people:list", "link", text % {"number": lapsed}))
    return lines
