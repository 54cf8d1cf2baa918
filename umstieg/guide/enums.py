"""Pillars and themes of the practice guide, the states of a theme, and what an edge between two of them can be."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Pillar(TextChoices):
    """Key points: three pillars carry a new start, residence and daily life beside them, work as their neighbour."""

    MONEY = "MONEY", _("Livelihood")
    HOUSING = "HOUSING", _("Housing")
    HEALTH = "HEALTH", _("Health")
    RESIDENCE = "RESIDENCE", _("Residence")
    LIFE = "LIFE", _("Daily life")
    WORK = "WORK", _("German and work")


class Theme(TextChoices):
    """What a pillar is made of, in the order in which a page shows it. Every theme may stay unasked.

    Housing: SHELTER is a place for now, FLAT one that lasts, LEASE the work with landlords up to a lease of one's own.
    TRAUMA stands where the guide has it, in 1.2.1, among what a life outside needs. CHANGE is the leaving itself, which
    is never a condition of anything (113-03): it waits and is helped, but nothing waits for it.
    """

    BENEFITS = "BENEFITS", _("benefits")
    ACCOUNT = "ACCOUNT", _("bank account")
    BUDGET = "BUDGET", _("money and budget")
    INCOME = "INCOME", _("regular income")
    DEBTS = "DEBTS", _("debts and back payments")
    TAX_ID = "TAX_ID", _("tax ID")
    PAPERS = "PAPERS", _("papers")
    SHELTER = "SHELTER", _("a place for now")
    FLAT = "FLAT", _("a flat of one’s own")
    LEASE = "LEASE", _("lease and landlord")
    REGISTERED_ADDRESS = "REGISTERED_ADDRESS", _("registered address")
    POSTAL_ADDRESS = "POSTAL_ADDRESS", _("postal address")
    INSURANCE = "INSURANCE", _("health insurance")
    PSYCHE = "PSYCHE", _("mental well-being")
    TREATMENT = "TREATMENT", _("medical care")
    ADDICTION = "ADDICTION", pgettext_lazy("theme", "addiction")
    RESIDENCE = "RESIDENCE", _("residence status")
    FAMILY_REUNION = "FAMILY_REUNION", _("family reunion")
    DAILY_LIFE = "DAILY_LIFE", _("everyday life")
    CONTACTS = "CONTACTS", _("contacts and leisure")
    TRAUMA = "TRAUMA", _("living with what happened")
    GERMAN = "GERMAN", pgettext_lazy("theme", "German")
    COURSE = "COURSE", _("language course")
    ORIENTATION = "ORIENTATION", _("finding a direction")
    TRAINING = "TRAINING", _("training and recognition")
    WORK = "WORK", _("new work")
    CHANGE = "CHANGE", _("leaving the previous work")

    @property
    def number(self) -> int:
        """Its place; stands in addresses, where the name would tell what somebody's file is about."""
        return list(Theme).index(self) + 1

    @classmethod
    def of_number(cls, number) -> "Theme | None":
        return next((theme for theme in cls if theme.number == number), None)


THEMES_OF = {
    Pillar.MONEY: (
        Theme.BENEFITS,
        Theme.ACCOUNT,
        Theme.BUDGET,
        Theme.INCOME,
        Theme.DEBTS,
        Theme.TAX_ID,
        Theme.PAPERS,
    ),
    Pillar.HOUSING: (Theme.SHELTER, Theme.FLAT, Theme.LEASE, Theme.REGISTERED_ADDRESS, Theme.POSTAL_ADDRESS),
    Pillar.HEALTH: (Theme.INSURANCE, Theme.PSYCHE, Theme.TREATMENT, Theme.ADDICTION),
    Pillar.RESIDENCE: (Theme.RESIDENCE, Theme.FAMILY_REUNION),
    Pillar.LIFE: (Theme.DAILY_LIFE, Theme.CONTACTS, Theme.TRAUMA),
    Pillar.WORK: (Theme.GERMAN, Theme.COURSE, Theme.ORIENTATION, Theme.TRAINING, Theme.WORK, Theme.CHANGE),
}
PILLAR_OF = {theme: pillar for pillar, themes in THEMES_OF.items() for theme in themes}

#: Themes whose state is a RESTRICTED part of a case (confidentiality.md C): health, residence, addiction, trauma.
RESTRICTED = frozenset((*THEMES_OF[Pillar.HEALTH], *THEMES_OF[Pillar.RESIDENCE], Theme.TRAUMA))

#: Where the themes of the guide's key points are found, in its order (KP-1 to KP-5).
KEY_POINTS = {
    "KP-1": (Theme.BENEFITS, Theme.ACCOUNT, Theme.BUDGET, Theme.INCOME),
    "KP-2": (Theme.SHELTER, Theme.FLAT, Theme.LEASE),
    "KP-3": (Theme.INSURANCE, Theme.PSYCHE, Theme.TREATMENT, Theme.ADDICTION),
    "KP-4": (Theme.ORIENTATION,),
    "KP-5": (Theme.ORIENTATION, Theme.TRAINING),
}


class ThemeState(TextChoices):
    """Domain d.11. No state at all means that nobody has asked."""

    NO_ISSUE = "NO_ISSUE", _("not an issue")
    UNCLEAR = "UNCLEAR", _("unclear")
    URGENT = "URGENT", _("urgent")
    IN_PROGRESS = "IN_PROGRESS", _("in progress")
    SETTLED_FOR_NOW = "SETTLED_FOR_NOW", _("settled for now")
    SETTLED = "SETTLED", _("settled")

    @property
    def glyph(self) -> str:
        """The code of its sign, see core/templatetags/ui.py."""
        return _GLYPHS[self]


_GLYPHS = {
    ThemeState.NO_ISSUE: "none",
    ThemeState.UNCLEAR: "open",
    ThemeState.URGENT: "urgent",
    ThemeState.IN_PROGRESS: "work",
    ThemeState.SETTLED_FOR_NOW: "prov",
    ThemeState.SETTLED: "ok",
}
#: The sign of an open theme that waits for others, and of one nobody has asked about.
WAITING_GLYPH = "wait"
NOT_ASKED_GLYPH = "open"

SETTLED_STATES = (ThemeState.SETTLED_FOR_NOW, ThemeState.SETTLED)
OPEN_STATES = (ThemeState.UNCLEAR, ThemeState.URGENT, ThemeState.IN_PROGRESS)


class Standing(TextChoices):
    """What a state comes to for the themes around it."""

    OPEN = "OPEN", pgettext_lazy("theme", "open")
    SETTLED = "SETTLED", pgettext_lazy("theme", "settled")
    NO_ISSUE = "NO_ISSUE", _("not an issue")


class EdgeKind(TextChoices):
    """Only a precondition lets a theme wait. Nothing ever locks."""

    PRE = "PRE", _("precondition")
    WAY = "WAY", _("one way in")
    EFFECT = "EFFECT", _("effect")
    NON = "NON", _("no precondition")


class Strength(TextChoices):
    """How strongly the guide puts it."""

    PLAIN = "PLAIN", _("stated")
    OFTEN = "OFTEN", _("often")
    RARELY_WITHOUT = "RARELY_WITHOUT", _("rarely without")
    MAIN_WAY = "MAIN_WAY", _("main way")


class WayState(TextChoices):
    """Whether a way in can be gone."""

    TAKEN = "TAKEN", _("way is there")
    OPEN = "OPEN", _("way is open")
    WAITING = "WAITING", _("way itself waits")


class Beyond(TextChoices):
    """What an edge names and no theme of a case is."""

    COURSE_PLACE = "COURSE_PLACE", _("conditions of the course clear, place free")
    OFFICES = "OFFICES", _("talking with offices")
    ENTRY_GRANT = "ENTRY_GRANT", _("entry grant of the Jobcenter (Einstiegsgeld)")
    LEASE_TRANSFER = "LEASE_TRANSFER", _("lease passes to the client")
    LIABILITY = "LIABILITY", _("the centre is liable")
    STAYING = "STAYING", _("staying in the new work")
    OUTREACH = "OUTREACH", _("outreach")
    TRUST = "TRUST", _("trust")
    TIE = "TIE", _("regular contact with the centre")
    COUNSELLING = "COUNSELLING", _("counselling")
    CLIENT = "CLIENT", _("becoming a client")
    OPERATOR = "OPERATOR", _("operator of a venue")
    VENUE = "VENUE", _("access to a venue")
    LANGUAGE_BARRIER = "LANGUAGE_BARRIER", _("language barrier")
    NOT_USED = "NOT_USED", _("counselling is not used")


class EffectTask(TextChoices):
    """The task that an effect brings with it; only ever offered."""

    FIND_PLACE_FIRST = "FIND_PLACE_FIRST", _("Find a place to live before the work at the old one ends")
    CLEAR_BACK_PAYMENT = "CLEAR_BACK_PAYMENT", _("Clear the demand for back payments")
    AGREE_ON_LEASE = "AGREE_ON_LEASE", _("Settle until when the centre is liable and when the lease passes on")
    PLAN_CHECK_INS = "PLAN_CHECK_INS", _("Plan check-ins for the first months in the job")

    @property
    def number(self) -> int:
        """Its place; stands in addresses, where the name would tell what somebody's file is about."""
        return list(EffectTask).index(self) + 1


class Level(TextChoices):
    """How binding the guide puts it (L76–80): basic condition, proven and usually advised, or an option."""

    KANN = "KANN", _("Kann")
    SOLL = "SOLL", _("Soll")
    MUSS = "MUSS", _("Muss")
