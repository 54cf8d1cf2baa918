"""The way back: which list somebody came from, with its filter and page."""

from django.http import QueryDict

from .addresses import address

LAST = "last_list"  # key in the session: [name of the address, its parameters]


def remember_list(request, name: str, **parameters) -> None:
    """Remember the list that is shown, by the name of its address; empty parameters are left out."""
    query = QueryDict(mutable=True)
    query.update({key: str(value) for key, value in parameters.items() if value not in ("", None)})
    request.session[LAST] = [name, query.urlencode()]


def last_list(request, *, among, otherwise: str) -> tuple[str, str]:
    """(name, address) of the list last shown, if its name is `among` those that may be gone back to."""
    name, query = request.session.get(LAST, ("", ""))
    if name not in among:
        name, query = otherwise, ""
    return name, f"{address(name)}?{query}" if query else address(name)
