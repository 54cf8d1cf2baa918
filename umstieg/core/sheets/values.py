"""How numbers, dates and the like read as text; the same from every program."""

import datetime

from django.utils import timezone


def text_of(value) -> str:
    """A value as Python knows it."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return number_text(value)
        case datetime.datetime():
            value = timezone.localtime(value) if timezone.is_aware(value) else value
            day, time = value.date().isoformat(), time_text(value.time())
            return day if value.time() == datetime.time() else f"{day} {time}"
        case datetime.date():
            return value.isoformat()
        case datetime.time():
            return time_text(value)
        case datetime.timedelta():
            return span_text(value)
    return str(value)


def number_text(value: float) -> str:
    """ "42" for 42.0; else as many digits as tell it from its neighbours, never with an exponent where 15 will do."""
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    short = f"{value:.15g}"
    return short if "e" not in short else repr(value)


def time_text(value: datetime.time) -> str:
    return value.isoformat("seconds" if value.second or value.microsecond else "minutes")


def span_text(value: datetime.timedelta) -> str:
    """Hours and minutes, more than a day in hours too: "30:15"."""
    total = round(value.total_seconds())
    sign, total = ("-", -total) if total < 0 else ("", total)
    seconds = f":{total % 60:02}" if total % 60 else ""
    return f"{sign}{total // 3600:02}:{total // 60 % 60:02}{seconds}"
