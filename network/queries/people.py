"""People of the network: who mediates which language, who volunteers and is trained."""

from network.enums import ContactKind
from network.models import ContactPerson
from umstieg.codelists.queries import choices
from umstieg.core.blindindex import words
from umstieg.core.pages import CAP

from .partner import person_rows


def people_choice(parameters) -> dict:
    """What is chosen on the list of people; anything unknown narrows nothing."""
    kind, language = parameters.get("art", ""), parameters.get("sprache", "")
    languages = choices("language", known_only=True)
    return {
        "kind": kind if kind in ContactKind.values else "",
        "language": language if language in dict(languages) else "",
        "former": parameters.get("frueher") == "1",
        "kinds": ContactKind.choices,
        "languages": languages,
    }


def people_of_network(choice, *, name="", today=None):
    """The people chosen, by name; sorted and looked through in Python, because names lie encrypted."""
    people = ContactPerson.objects.all() if choice["former"] else ContactPerson.objects.current(today)
    if choice["kind"]:
        people = people.filter(kind=choice["kind"])
    if choice["language"]:
        people = people.filter(languages__contains=f"|{choice['language']}|")
    rows = person_rows(people.select_related("organisation", "accompanied_by").order_by("pk")[:CAP], today=today)
    wanted = words(name)
    return [row for row in rows if all(any(one.startswith(word) for one in words(row.name)) for word in wanted)]
