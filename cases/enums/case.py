"""What code branches on. Everything else is a dated list in `umstieg.codelists`."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class IdentityKind(TextChoices):
    """How a client wishes to be kept (114-13). Help is the same in all three."""

    ANONYMOUS = "ANONYMOUS", _("anonymous")
    PSEUDONYMOUS = "PSEUDONYMOUS", _("with a pseudonym")
    NAMED = "NAMED", _("with the name")


class Phase(TextChoices):
    """Domain d.11a: several at once, back and forth; a pause is no phase."""

    GETTING_TO_KNOW = "GETTING_TO_KNOW", _("Getting to know")
    STABILISATION = "STABILISATION", _("Stabilisation")
    ORIENTATION = "ORIENTATION", _("Orientation")
    QUALIFICATION = "QUALIFICATION", _("Training")
    JOB_SEARCH = "JOB_SEARCH", _("Job search")
    FOLLOW_UP = "FOLLOW_UP", _("Follow-up")


class SessionResult(TextChoices):
    """Domain d.10. "Did not come about" is a valid entry and blames nobody."""

    HELD = "HELD", _("held")
    POSTPONED = "POSTPONED", _("postponed")
    CANCELLED_BY_CLIENT = "CANCELLED_BY_CLIENT", _("cancelled by client")
    CANCELLED_BY_CENTRE = "CANCELLED_BY_CENTRE", _("cancelled by centre")
    NOT_HELD = "NOT_HELD", _("did not come about")


class ChannelKind(TextChoices):
    """Ways of contact."""

    CALL = "CALL", _("Call")
    TEXT_MESSAGE = "TEXT_MESSAGE", _("Text message")
    MESSENGER = "MESSENGER", _("Messenger")
    EMAIL = "EMAIL", _("E-mail")
    POST = "POST", _("Post")
    PERSON = "PERSON", _("Through a person of trust")
    ONLINE = "ONLINE", _("Online profile")


PHONE_CHANNELS = (ChannelKind.CALL, ChannelKind.TEXT_MESSAGE, ChannelKind.MESSENGER)


class LanguageLevel(TextChoices):
    """Common European Framework, plus first language and none."""

    FIRST = "FIRST", _("first language")
    C2 = "C2", "C2"
    C1 = "C1", "C1"
    B2 = "B2", "B2"
    B1 = "B1", "B1"
    A2 = "A2", "A2"
    A1 = "A1", "A1"
    NONE = "NONE", _("none")


class SearchKind(TextChoices):
    """What a search term stands for."""

    PSEUDONYM = "PSEUDONYM", _("Pseudonym")
    NAME = "NAME", _("Name")
    PHONE = "PHONE", _("Phone")
    CODE_WORD = "CODE_WORD", _("Code word")


class TransparencyItem(TextChoices):
    """What is explained at the beginning (113-04, 113-05, and secrecy: scenario e.1-3)."""

    LIMITS = "LIMITS", _("what we can do and what not")
    EXPECTATIONS = "EXPECTATIONS", _("what we expect of each other")
    SECRECY = "SECRECY", _("secrecy and what is written down")


class PauseKind(TextChoices):
    """Why there is no contact for a while. Neither ends the case (114-07)."""

    PAUSE = "PAUSE", _("Pause")
    ABROAD = "ABROAD", _("Abroad")


class NoticeKind(TextChoices):
    """What a colleague leaves word of."""

    WALK_IN = "WALK_IN", _("came by")
    CALLED = "CALLED", _("called or wrote")
    NEED = "NEED", _("need noticed in passing")


class NoticeResult(TextChoices):
    """What became of a notice."""

    SESSION = "SESSION", _("logged as counselling session")
    TASK = "TASK", _("became a task")
    DISCARDED = "DISCARDED", _("discarded")


class GrantKind(TextChoices):
    """Why somebody sees a case that is not hers, for a time. The values are those of `access.enums.Relation`."""

    COVER = "COVER", _("stepped in")
    REASON = "REASON", _("reason of the lead")
    EMERGENCY = "EMERGENCY", _("emergency")
    KEEP = "KEEP", _("reads on after a handover")


class LeadCause(TextChoices):
    """What a lead may open a case of her team for."""

    COVER = "COVER", _("cover")
    CONSULTATION = "CONSULTATION", _("case consultation")
    COMPLAINT = "COMPLAINT", _("complaint")
    QUALITY = "QUALITY", _("quality")


class ReviewResult(TextChoices):
    """What came of looking at an opening in an emergency."""

    FINE = "FINE", _("was right")
    DOUBTED = "DOUBTED", _("is to be talked about")


class AccessKind(TextChoices):
    """As what somebody may look at a case beside its contact person, where no grant says it (GrantKind)."""

    CO_COUNSELLOR = "CO_COUNSELLOR", _("co-counsellor")
    DEPUTY = "DEPUTY", _("named deputy")


class AccessDecision(TextChoices):
    """What a lead says once a quarter of an access to a case."""

    NEEDED = "NEEDED", _("still needed")
    ENDED = "ENDED", _("ends today")


class ItemState(TextChoices):
    """How a point of a checklist stands."""

    OPEN = "OPEN", pgettext_lazy("point of a checklist", "open")
    DONE = "DONE", pgettext_lazy("point of a checklist", "done")
    NOT_NEEDED = "NOT_NEEDED", pgettext_lazy("point of a checklist", "not needed")


class Told(TextChoices):
    """What the ledger of a case says of something done or seen: in words that need no product to be understood."""

    OPENED = "OPENED", _("opened the file")
    READ_TALK = "READ_TALK", _("read a talk")
    SAW_APPOINTMENT = "SAW_APPOINTMENT", _("looked at an appointment")
    SAW_TASK = "SAW_TASK", _("looked at a task")
    FOUND = "FOUND", _("found the file by the search")
    COMPARED = "COMPARED", _("looked whether the person is known already")
    SAW_LEDGER = "SAW_LEDGER", _("looked who has seen the file")
    PRINTED_LEDGER = "PRINTED_LEDGER", _("made a printout of who has seen the file")
    BEGAN = "BEGAN", _("opened the case")
    LOGGED = "LOGGED", _("entered a talk")
    CORRECTED = "CORRECTED", _("corrected a talk")
    WROTE = "WROTE", _("entered something in the file")
    CHANGED_PERSON = "CHANGED_PERSON", _("changed something about the person")
    CHANGED_CONTACT = "CHANGED_CONTACT", _("changed how the person can be reached")
    CHANGED_CASE = "CHANGED_CASE", _("changed who is responsible, or the phase")
    KEPT_APPOINTMENT = "KEPT_APPOINTMENT", _("made, changed or cancelled an appointment")
    KEPT_TASK = "KEPT_TASK", _("noted, changed or settled a task")
    CLOSED = "CLOSED", _("closed the case")
    REOPENED = "REOPENED", _("took the case up again")
    STEPPED_IN = "STEPPED_IN", _("stepped in for the contact person")
    OPENED_WITH_REASON = "OPENED_WITH_REASON", _("opened the file with a reason")
    OPENED_IN_EMERGENCY = "OPENED_IN_EMERGENCY", _("opened the file in an emergency")
    REVIEWED = "REVIEWED", _("looked whether an opening was right")
    REVIEWED_ACCESS = "REVIEWED_ACCESS", _("looked who still needs this case")
    ENDED_ACCESS = "ENDED_ACCESS", _("ended an access for a time")
    KEPT_LOCK = "KEPT_LOCK", _("hid the case from a colleague, or took that back")
    WORKED = "WORKED", _("worked in the file")
    REFUSED = "REFUSED", _("tried something here and was refused")


class Standing(TextChoices):
    """How somebody who stands in the ledger of a case stands or stood to it."""

    CONTACT_PERSON = "CONTACT_PERSON", _("contact person")
    FORMER = "FORMER", _("contact person before")
    CO_COUNSELLOR = "CO_COUNSELLOR", _("co-counsellor")
    DEPUTY = "DEPUTY", _("deputy")
    LEAD = "LEAD", _("lead of the team")
    STAFF = "STAFF", _("works here")
    MACHINE = "MACHINE", _("the machine")
