"""Lange kein Kontakt: the one definition, for lists, files, Heute and reports (114-V, peers C 5)."""

import datetime

from django.db.models import DateField, DurationField, Exists, ExpressionWrapper, F, IntegerField, OuterRef, Q, Value
from django.db.models.functions import Coalesce, TruncDate
from django.db.models.lookups import LessThan

from cases.models import CasePause, PastClosing

DAY = Value(datetime.timedelta(days=1), output_field=DurationField())


def without_contact(cases, today):
    """Those of `cases` that are long without contact on `today`.

    A running case of which the last held session, the opening, the end of the last pause and the last reopening all
    lie at least so many days back as its team says, or as is said for this case alone. A running pause, or a stay
    abroad, stops the clock (114-07).
    """
    return with_allowance(cases).filter(is_without_contact(today))


def with_allowance(cases):
    """Each case with `allowance`: how long it may be quiet, as a duration. `is_without_contact` needs it."""
    days = Coalesce("no_contact_days", "team__no_contact_days", output_field=IntegerField())
    return cases.annotate(allowance=ExpressionWrapper(days * DAY, output_field=DurationField()))


def is_without_contact(today) -> Q:
    """The definition as a condition on cases that carry `allowance`."""
    paused = CasePause.objects.filter(case=OuterRef("pk"), started_on__lte=today)
    reopened = PastClosing.objects.filter(case=OuterRef("pk"))
    return (
        Q(closed_on=None)
        & ~Q(_recently(today, F("opened_on"), F("allowance")))
        & (Q(last_contact_at=None) | ~Q(_recently(today, TruncDate("last_contact_at"), F("allowance"))))
        & ~Q(Exists(paused.filter(Q(ended_on=None) | Q(_recently(today, F("ended_on"), OuterRef("allowance"))))))
        & ~Q(Exists(reopened.filter(_recently(today, F("reopened_on"), OuterRef("allowance")))))
    )


def _recently(today, day, allowance):
    """Whether less than the allowance has passed since a day; days ahead count as recent."""
    passed = ExpressionWrapper(Value(today, output_field=DateField()) - day, output_field=DurationField())
    return LessThan(passed, allowance)
