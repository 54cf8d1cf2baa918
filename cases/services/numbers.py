"""Case and client numbers: two digits of the year and a running number, e.g. 26-0142 and K26-0142."""

from umstieg.core.models import next_number


def new_case_number(year: int) -> str:
    return f"{year % 100:02d}-{next_number('case', year):04d}"


def new_client_number(year: int) -> str:
    return f"K{year % 100:02d}-{next_number('client', year):04d}"
