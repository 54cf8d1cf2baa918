"""Closed values of what stands behind the themes: deadlines, claims, papers, money, housing, health."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DeadlineKind(TextChoices):
    """What ends on a day that must not be missed."""

    PERMIT = "PERMIT", _("residence document ends")
    PAPER = "PAPER", _("paper runs out")
    ANSWER = "ANSWER", _("answer is due")
    GRANT = "GRANT", _("granted until")
    STAY = "STAY", _("may stay until")


#: So many days before it each kind is told again.
DEADLINE_STEPS = {
    DeadlineKind.PERMIT: (90, 60, 30, 7),
    DeadlineKind.PAPER: (90, 30, 7),
    DeadlineKind.ANSWER: (0,),
    DeadlineKind.GRANT: (60, 30, 7),
    DeadlineKind.STAY: (60, 30, 7),
}
#: Kinds that a list tells without their name: which they are is specially protected.
DISCREET_DEADLINES = frozenset({DeadlineKind.PERMIT})


class ClaimState(TextChoices):
    """Domain d.3: how something stands that is applied for at an office. Whether somebody is entitled is never said."""

    NOT_CHECKED = "NOT_CHECKED", _("not looked at yet")
    IN_CLARIFICATION = "IN_CLARIFICATION", _("being clarified")
    PAPERS_MISSING = "PAPERS_MISSING", _("papers are missing")
    APPLIED = "APPLIED", _("applied for")
    GRANTED = "GRANTED", _("granted")
    PARTLY = "PARTLY", _("granted in part")
    REFUSED = "REFUSED", pgettext_lazy("claim", "refused")
    OBJECTION = "OBJECTION", _("objection filed")
    LAWSUIT = "LAWSUIT", _("before the court")
    ENDED = "ENDED", pgettext_lazy("claim", "ended")
    NO_CLAIM = "NO_CLAIM", _("no claim")
    NOT_WANTED = "NOT_WANTED", _("not wanted")

    @property
    def glyph(self) -> str:
        """The code of its sign, see core/templatetags/ui.py."""
        return _CLAIM_GLYPHS[self]


_CLAIM_GLYPHS = {
    ClaimState.NOT_CHECKED: "open",
    ClaimState.IN_CLARIFICATION: "work",
    ClaimState.PAPERS_MISSING: "wait",
    ClaimState.APPLIED: "wait",
    ClaimState.GRANTED: "ok",
    ClaimState.PARTLY: "prov",
    ClaimState.REFUSED: "open",
    ClaimState.OBJECTION: "wait",
    ClaimState.LAWSUIT: "wait",
    ClaimState.ENDED: "none",
    ClaimState.NO_CLAIM: "none",
    ClaimState.NOT_WANTED: "none",
}
#: States in which an answer may still come.
ANSWER_EXPECTED = frozenset(
    {
        ClaimState.NOT_CHECKED,
        ClaimState.IN_CLARIFICATION,
        ClaimState.PAPERS_MISSING,
        ClaimState.APPLIED,
        ClaimState.OBJECTION,
        ClaimState.LAWSUIT,
    }
)
GRANTED_CLAIMS = frozenset({ClaimState.GRANTED, ClaimState.PARTLY})
#: States after which nothing is to be done any more.
SETTLED_CLAIMS = frozenset({ClaimState.ENDED, ClaimState.NO_CLAIM, ClaimState.NOT_WANTED})


# --- housing, health, residence ------------------------------------------------------------------------------------


class AddressKind(TextChoices):
    """What an address is good for; none stands in for another (122-09, 123-06)."""

    REGISTERED = "REGISTERED", _("registered address")
    POSTAL = "POSTAL", _("postal address")
    STAYS = "STAYS", _("where she stays")


class FlatSearchState(TextChoices):
    """How it stands with a flat that was found (123-03)."""

    FOUND = "FOUND", _("found")
    APPLIED = "APPLIED", _("applied for it")
    VIEWING = "VIEWING", _("viewing")
    ACCEPTED = "ACCEPTED", _("accepted")
    REFUSED = "REFUSED", _("turned down")
    WITHDRAWN = "WITHDRAWN", _("withdrawn")

    @property
    def glyph(self) -> str:
        """The code of its sign, see core/templatetags/ui.py."""
        return _FLAT_GLYPHS[self]


_FLAT_GLYPHS = {
    FlatSearchState.FOUND: "open",
    FlatSearchState.APPLIED: "wait",
    FlatSearchState.VIEWING: "work",
    FlatSearchState.ACCEPTED: "ok",
    FlatSearchState.REFUSED: "none",
    FlatSearchState.WITHDRAWN: "none",
}
#: States in which something may still come of it.
FLATS_OPEN = frozenset({FlatSearchState.FOUND, FlatSearchState.APPLIED, FlatSearchState.VIEWING})


class InsuranceWay(TextChoices):
    """Through what somebody is insured; benefits and a job are the main ways in (124-01)."""

    JOB = "JOB", _("through a job")
    BENEFITS = "BENEFITS", _("through benefits")
    FAMILY = "FAMILY", _("through the family")
    VOLUNTARY = "VOLUNTARY", _("voluntarily")
    OTHER = "OTHER", _("another way")


class HealthNeedState(TextChoices):
    """How it stands with help for one's health that is looked for (124-04 to 124-11)."""

    OPEN = "OPEN", pgettext_lazy("health need", "open")
    OFFERED = "OFFERED", _("offered")
    WANTED = "WANTED", _("wanted")
    ARRANGED = "ARRANGED", _("arranged")
    DONE = "DONE", pgettext_lazy("health need", "done")
    NOT_WANTED = "NOT_WANTED", _("not wanted")

    @property
    def glyph(self) -> str:
        """The code of its sign, see core/templatetags/ui.py."""
        return _NEED_GLYPHS[self]


_NEED_GLYPHS = {
    HealthNeedState.OPEN: "open",
    HealthNeedState.OFFERED: "open",
    HealthNeedState.WANTED: "work",
    HealthNeedState.ARRANGED: "wait",
    HealthNeedState.DONE: "ok",
    HealthNeedState.NOT_WANTED: "none",
}
#: States after which nothing is to be done any more.
NEEDS_SETTLED = frozenset({HealthNeedState.DONE, HealthNeedState.NOT_WANTED})


class PaperState(TextChoices):
    """Whether she has a paper (122-05, 122-17)."""

    HAVE = "HAVE", pgettext_lazy("paper", "at hand")
    MISSING = "MISSING", pgettext_lazy("paper", "missing")
    APPLIED = "APPLIED", pgettext_lazy("paper", "applied for")
    EXPIRED = "EXPIRED", pgettext_lazy("paper", "run out")

    @property
    def glyph(self) -> str:
        return {"HAVE": "ok", "MISSING": "open", "APPLIED": "wait", "EXPIRED": "open"}[self.value]


class AccountKind(TextChoices):
    """What she gets money through (122-06, 122-07)."""

    NONE = "NONE", _("no account")
    FOREIGN = "FOREIGN", _("somebody else’s account")
    BASIC_APPLIED = "BASIC_APPLIED", _("basic account applied for")
    BASIC_REFUSED = "BASIC_REFUSED", _("basic account refused")
    BASIC = "BASIC", _("basic account")
    OWN = "OWN", _("account of one’s own")
    PROTECTED = "PROTECTED", _("account protected from garnishment")

    @property
    def glyph(self) -> str:
        return {"NONE": "open", "FOREIGN": "open", "BASIC_APPLIED": "wait", "BASIC_REFUSED": "open"}.get(
            self.value, "ok"
        )


class DebtKind(TextChoices):
    """A back payment is what is asked for the time before, above all by a health insurer (122-13, 124-03)."""

    DEBT = "DEBT", pgettext_lazy("kind", "debt")
    BACK_PAYMENT = "BACK_PAYMENT", pgettext_lazy("kind", "back payment")


class DebtState(TextChoices):
    """How a debt stands (122-12)."""

    OPEN = "OPEN", pgettext_lazy("debt", "open")
    IN_CLARIFICATION = "IN_CLARIFICATION", _("being clarified")
    INSTALMENTS = "INSTALMENTS", _("paid in instalments")
    WAIVED = "WAIVED", _("waived")
    PAID = "PAID", _("paid")

    @property
    def glyph(self) -> str:
        return {"OPEN": "open", "IN_CLARIFICATION": "work", "INSTALMENTS": "prov", "WAIVED": "ok", "PAID": "ok"}[
            self.value
        ]


SETTLED_DEBTS = frozenset({DebtState.WAIVED, DebtState.PAID})
