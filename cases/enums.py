"""What code branches on. Everything else is a dated list in `umstieg.codelists`."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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
