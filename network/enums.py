"""What the partner network branches on. What only describes (kind, topic, language) is a code list."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stage(TextChoices):
    """How far the cooperation has come (guide 2.4)."""

    IDENTIFIED = "IDENTIFIED", pgettext_lazy("partner", "identified")
    CONTACTED = "CONTACTED", pgettext_lazy("partner", "contacted")
    INFORMED = "INFORMED", pgettext_lazy("partner", "informed")
    COOPERATING = "COOPERATING", pgettext_lazy("partner", "cooperating")
    DORMANT = "DORMANT", pgettext_lazy("partner", "dormant")


class Known(TextChoices):
    """Yes, no, or nobody has asked yet: a fact that must not be guessed when a client is sent somewhere."""

    UNKNOWN = "UNKNOWN", _("not known")
    YES = "YES", _("yes")
    NO = "NO", _("no")


class Cost(TextChoices):
    """What the help costs a client."""

    UNKNOWN = "UNKNOWN", _("not known")
    FREE = "FREE", _("free of charge")
    PARTLY = "PARTLY", _("free in part, or by income")
    PAID = "PAID", _("to be paid")


class Experience(TextChoices):
    """Whether they have worked with the target group before (24-07)."""

    UNKNOWN = "UNKNOWN", _("not known")
    NONE = "NONE", pgettext_lazy("experience", "none yet")
    SOME = "SOME", pgettext_lazy("experience", "some")
    MUCH = "MUCH", pgettext_lazy("experience", "much")


class ContactKind(TextChoices):
    """What a person of the network is to us; none of them signs in."""

    OFFICIAL = "OFFICIAL", _("contact person")
    MEDIATOR = "MEDIATOR", _("language mediator")
    VOLUNTEER = "VOLUNTEER", _("volunteer")
    LANDLORD = "LANDLORD", _("landlord")
    EMPLOYER = "EMPLOYER", _("employer")
    COURSE_PROVIDER = "COURSE_PROVIDER", _("course provider")
    LAWYER = "LAWYER", _("lawyer")


class ActivityKind(TextChoices):
    """What we did with or for partners (24-03, 24-06, 24-07, 24-09, 24-10)."""

    FIRST_CONTACT = "FIRST_CONTACT", _("first contact in person")
    INTRODUCTION = "INTRODUCTION", _("introduced ourselves")
    SENSITISATION = "SENSITISATION", _("sensitisation")
    TRAINING = "TRAINING", _("training given")
    ROUND_TABLE = "ROUND_TABLE", _("round table, network meeting")
    INVITATION = "INVITATION", pgettext_lazy("activity", "invitation")
    EVENT = "EVENT", pgettext_lazy("activity", "event")
    TALK = "TALK", _("talk, agreement by phone")


class Weekday(IntegerChoices):
    """As Python counts them."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class IntakeKind(TextChoices):
    """What is read in."""

    TABLE = "TABLE"
    CARDS = "CARDS"


class TermKind(TextChoices):
    """What an organisation is found by. Only the index sees these words, no page does."""

    KIND = "KIND"
    TOPIC = "TOPIC"
    LANGUAGE = "LANGUAGE"
    DAY = "DAY"
    ACCESS = "ACCESS"
    WORD = "WORD"
    PERSON = "PERSON"
