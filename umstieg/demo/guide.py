"""What the Ankerhof has put beside the guide, and the checklists some of its clients have begun."""

from cases.enums import ItemState
from cases.services.checklist import change_item, put_away, settle_item, start_checklist
from umstieg.audit.recording import recording
from umstieg.guide.models import ChecklistTemplate
from umstieg.guide.services import keep_house_rule, note_helped
from umstieg.guide.tips import tip_of

# (row of the guide, the rule)
RULES = (
    ("122-07", "Konten eröffnen wir bei der Ankerbank am Markt: Dort kennt man unsere Bestätigung der Postadresse."),
    ("113-03", "Im Erstgespräch sagen wir es laut: Die Hilfe hängt nicht davon ab, ob jemand weiterarbeitet."),
    ("123-06", "Post holen wir montags und donnerstags; wer will, bekommt eine Textnachricht ohne Inhalt."),
    ("124-14", "Bei Schmerzen erst die Clearingstelle am Hafen anrufen, dann die Papiere."),
)
# (row of the guide, who, what has helped)
HELPED = (
    ("122-07", "jana", "Das Formular vorher gemeinsam ausfüllen. Am Schalter dauert es dann zehn Minuten."),
    ("122-05", "emre", "Eine Mappe mit Fächern in drei Farben: habe ich, fehlt, läuft ab."),
    ("123-04", "petra", "Als Begleitung mit Vornamen vorstellen, ohne die Stelle zu nennen. Das nimmt den Druck."),
    ("121-07", "ines", "Nebeneinander gehen statt gegenübersitzen. Im Park erzählt es sich leichter."),
)
# (key of a delivered list, points done, points not needed, put away), in turn for the first running cases of each
BEGUN = (
    ("jobcenter", 4, 1, False),
    ("basiskonto", 3, 0, False),
    ("anmeldung", 7, 0, True),
    ("sicherung_und_geld", 2, 0, False),
    ("wohnung", 2, 1, False),
    ("erster_arbeitstag", 5, 0, False),
)
MOST_CASES = 12


def lay_out_guide(*, cases, featured, house) -> None:
    """`cases` are (plan, case) of running ones; the featured client has two lists."""
    for row, text in RULES:
        with recording(actor=house.users["katrin"]):
            keep_house_rule(tip=tip_of(row), text=text, by=house.users["katrin"])
    for row, who, text in HELPED:
        with recording(actor=house.users[who]):
            note_helped(tip=tip_of(row), text=text, by=house.users[who])
    templates = {one.key: one for one in ChecklistTemplate.objects.offered()}
    ordered = sorted(cases, key=lambda pair: pair[0].client.pseudonym != featured)[:MOST_CASES]
    for place, (plan, case) in enumerate(ordered):
        with recording(actor=house.users[plan.counsellor]):
            for begun in BEGUN[:2] if place == 0 else [BEGUN[place % len(BEGUN)]]:
                _begin(case, plan, templates, begun, by=house.users[plan.counsellor])


def _begin(case, plan, templates, begun, *, by):
    key, done, not_needed, is_away = begun
    template = templates[key]
    checklist = start_checklist(case=case, title=template.title, theme=template.theme, items=template.items, by=by)
    items = list(checklist.items.all())
    for item in items[:done]:
        settle_item(item=item, state=ItemState.DONE, by=by)
        if key == "sicherung_und_geld":
            change_item(item=item, language=plan.client.first_language, by=by)
    for item in items[done : done + not_needed]:
        settle_item(item=item, state=ItemState.NOT_NEEDED, by=by)
    if is_away:
        put_away(checklist=checklist, by=by)
