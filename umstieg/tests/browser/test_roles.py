"""Who sees what of a case in the browser, word by word, as design 3 of the house allows it. Written down by hand here."""

from collections import Counter
from urllib.parse import urlsplit

import pytest
from django.urls import resolve, reverse, reverse_lazy

from cases.services.client import add_channel, add_language
from cases.services.session import correct_session
from umstieg.access.enums import Part
from umstieg.testing.make import make_case, make_session
from umstieg.testing.size import WHOLE
from umstieg.testing.walker import addresses

from .looks import HEIGHTS, PHONE, WIDE

NOT_YOURS = "Das gehört nicht zu Ihrer Rolle"
NOT_THERE = "Diese Seite gibt es nicht, oder sie ist für Sie nicht sichtbar"

SECOND_FACTOR = reverse_lazy("mfa_index")  # pages about one's own devices, the same for everybody

# Words that stand for a part of the case; each is in the file and nowhere else.
WORDS = {
    Part.FACTS: ["Holunder"],
    Part.IDENTITY: [
        "Stoyanova",
        "Eliflieder",
        "Blaumeise",
        "55501",
        "Abendglocke",
        "Praxis Klee",
        "Ludwigshafen",
        "weiblich",
    ],
    Part.NOTES: ["Nordlicht", "Südwind", "Rada Ilieva", "Jobcenter Mitte", "Tippfehler"],
    Part.RESTRICTED: ["Bulgarien"],
}

# What each of them sees of it, what the addresses of the case answer (but the file to the lead), menu, hits of a search.
SEES = {
    "counsellor": [Part.FACTS, Part.IDENTITY, Part.NOTES, Part.RESTRICTED],
    "lead": [Part.FACTS],
    "colleague": [],
    "outreach": [],
    "admin": [],
    "auditor": [],
    "other_lead": [],
    "nobody": [],
}
ANSWERS = {
    "counsellor": {200, 405, 403},  # a lead's reason is not hers to give
    "lead": {403, 404},
    "colleague": {404, 405, 403},
    "other_lead": {403, 404},
}  # the others: 403
# What a lead opens of a case of her team besides its file; the pages hold its facts alone.
FACTS_OF_A_LEAD = {
    "cases:access",
    "cases:ledger",
    "cases:ledger_print",
    "cases:ledger_pdf",
    "cases:reason",
    "cases:lock_create",
}
FINDS = {
    "counsellor": {"Holu", "Stoy", "0176 55501", "blaumeise"},
    "lead": {"Holu"},
    "colleague": set(),
    "other_lead": set(),
}
MENU = {
    "counsellor": ["Heute", "Fälle", "Kalender", "Aufgaben", "Vertretung", "Netzwerk"],
    "lead": ["Heute", "Netzwerk", "Team", "Freigaben"],
    "colleague": ["Heute", "Fälle", "Kalender", "Aufgaben", "Vertretung", "Netzwerk"],
    "outreach": ["Heute", "Netzwerk"],
    "admin": ["Heute", "Netzwerk", "Personen", "Verschwiegenheit", "Standorte", "Räume", "Listen", "Ausdrucke"],
    "auditor": ["Heute", "Freigaben", "Sperren", "Protokoll"],
    "other_lead": ["Heute", "Netzwerk", "Team", "Freigaben"],
    "nobody": ["Heute"],
}


@pytest.fixture
def case(people):
    by = people.counsellor
    facts = {
        "identity_kind": "NAMED",
        "pseudonym": "Holunder",
        "name": "Elena Stoyanova",
        "names_used": "Eliflieder",
        "code_word": "Blaumeise",
        "gender": "weiblich",
        "nationality": "bg",
        "residence_place": "Ludwigshafen",
        "contact_rule": "erst nach der Abendglocke",
    }
    case = make_case(counsellor=by, client_facts=facts)
    case.ids = {
        "channel": add_channel(
            client=case.client, by=by, kind="CALL", value="0176 55501", sender_name="Praxis Klee"
        ).pk,
        "spoken": add_language(client=case.client, by=by, language="bg", needs_mediation=True).pk,
    }
    session = make_session(
        case, mode="telefon", note="Nordlicht", mediator="Rada Ilieva", mediation_language="bg", mediation_minutes=90
    )
    correct_session(
        session=session,
        by=by,
        version=1,
        note="Südwind",
        topics=["schulden"],
        place="Jobcenter Mitte",
        reason="Tippfehler",
    )
    case.ids |= {"pk": case.pk, "session": session.pk}
    return case


OF_A_KIND = 12 if WHOLE else 2  # pages of one view; the code lists, which hold every word there is, are left out


def crawled(page) -> dict[str, str]:
    """{path: visible text at both widths} of all pages to be reached by links from the start page."""
    seen, waiting, kinds = {}, ["/"], Counter()
    while waiting:
        path = waiting.pop()
        kind = resolve(path).view_name
        if (
            path in seen
            or kinds[kind] >= OF_A_KIND
            or path.endswith(("/pdf/", "/vcard/"))
            or path.startswith("/listen/")
        ):
            continue
        kinds[kind] += 1
        assert page.goto(path).status == 200, path
        seen[path] = ""
        for width in (WIDE, PHONE):
            page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
            seen[path] += page.evaluate("document.title + document.body.innerText + document.body.textContent")
        seen[path] += page.content()
        for link in page.locator("a[href]").evaluate_all("links => links.map((link) => link.href)"):
            parts = urlsplit(link)
            if parts.hostname == "localhost" and not parts.path.startswith(str(SECOND_FACTOR)):
                waiting.append(parts.path)
    return seen


def hits(page, number) -> set | None:
    """The words of a search that find the case; None for somebody who cannot search."""
    found = set()
    for word in ("Holu", "Stoy", "0176 55501", "blaumeise"):
        page.goto("/")
        if not page.locator("[data-key-search]").count():
            return None
        page.fill("[data-key-search]", word)
        page.press("[data-key-search]", "Enter")
        page.wait_for_url("**" + reverse("cases:search"))  # and no word in it
        if number in page.inner_text("main"):
            found.add(word)
    return found


@pytest.mark.parametrize("person", SEES if WHOLE else ["counsellor", "lead", "colleague", "admin"])
def test_each_role_sees_exactly_the_parts_of_a_case_that_are_hers(people, at, case, person):
    page = at(people.by_name[person])
    pages = crawled(page)
    shown = "\n".join(pages.values())
    menu = page.get_by_role("navigation", name="Hauptmenü", exact=True)
    page.goto("/")
    page.set_viewport_size({"width": WIDE, "height": HEIGHTS[WIDE]})
    assert menu.locator("li").all_inner_texts() == MENU[person]

    for part, words in WORDS.items():
        for word in words:
            assert (word in shown) == (part in SEES[person]), f"{person}: {word} of {part.label}"
    assert (case.number in shown) == (bool(SEES[person]) or person == "auditor")

    # Nothing of the case opens by its address either, and what does not open says nothing of it.
    path_of_file = reverse("cases:detail", kwargs={"pk": case.pk})
    for address in addresses():
        if "pk" not in address.parameters or not address.name.startswith("cases:"):
            continue
        if not address.parameters <= case.ids.keys() or address.name == "cases:reopen":  # for what is not in this case
            continue
        path = reverse(address.name, kwargs={name: case.ids[name] for name in address.parameters})
        answer = page.request.get(path)
        text = answer.text()
        if person == "lead" and (path == path_of_file or address.name in FACTS_OF_A_LEAD):
            assert answer.status == 200
            continue
        assert answer.status in ANSWERS.get(person, {403}), path
        if answer.status in (403, 404):
            assert (NOT_THERE if answer.status == 404 else NOT_YOURS) in text
            assert not any(word in text for words in WORDS.values() for word in [*words, case.number])
    assert hits(page, case.number) == FINDS.get(person)


def test_a_lead_reads_the_facts_of_her_team_and_is_told_what_she_does_not_see(people, at, case):
    page = at(people.lead)
    for width in (WIDE, PHONE):
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        page.goto(reverse("desk:team"))
        row = page.locator("tbody tr")
        for word in ("Holunder", case.number, "Kennenlernen", "Jana Lorenz", "Bulgarisch", "gestern", "Telefon"):
            assert word in row.inner_text()
        row.get_by_role("link", name="Holunder").click()
        for word in ("Holunder", case.number, "Kennenlernen", "Jana Lorenz", "Bulgarisch", "gestern, Telefon"):
            assert word in page.inner_text("main")
        assert "Sie sehen die Eckdaten dieses Falls" in page.inner_text("main")
        assert page.get_by_role("link", name="Beratung erfassen").count() == 0


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_the_auditor_reads_who_looked_by_number_and_never_a_name_of_a_client(people, at, case, width):
    at(people.counsellor).goto(reverse("cases:detail", kwargs={"pk": case.pk}))
    page = at(people.auditor, width=width)
    page.goto(reverse("audit:log"))
    row = page.locator("tbody tr").filter(has_text=case.number).first
    assert "Jana Lorenz" in row.inner_text()
    page.get_by_label("Fallnummer").fill(case.number)
    page.get_by_role("button", name="Anzeigen").click()
    rows = page.locator("tbody tr").all_inner_texts()
    assert rows
    assert all(case.number in row for row in rows)
