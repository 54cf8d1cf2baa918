"""Case and client numbers: two digits of the year and a running number, e.g. 26-0142 and K26-0142."""

from umstieg.core.models import next_number


def new_case_number(year: int) -> str:
    return case_number(year, next_number("case", year))


def new_client_number(year: int) -> str:
    return client_number(year, next_number("client", year))


def case_number(year: int, number: int) -> str:
    return f"{year % 100:02d}-{number:04d}"


def client_number(year: int, number: int) -> str:
    return f"K{case_number(year, number)}"
