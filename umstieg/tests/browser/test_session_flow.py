"""Logging a talk as people do it: by keyboard alone, with a thumb, with two clients, and the scenarios e.1-3, e.1-9."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from cases.models import Appointment, CounsellingSession, Notice, Task
from cases.queries.session_counts import counts_of
from cases.services.appointment import make_appointment
from cases.services.client import add_language
from cases.services.task import add_task
from umstieg.testing.make import make_case, make_session

from .effort import Effort
from .looks import PHONE, WIDE, faults_at

NEW = reverse("cases:session_new")
NOTE = "Konto eröffnet, Karte kommt an die Postadresse."
STEP = "Kontonummer melden"
SAVED = "Beratung gespeichert."


@pytest.fixture
def mara(people):
    case = make_case(
        counsellor=people.counsellor, client_facts={"pseudonym": "Mara", "contact_rule": "Nur Textnachricht"}
    )
    make_session(case, mode="telefon", note="Bringt den Brief mit.", topics=["konto", "schulden"])
    return case


@pytest.fixture
def stela(people):
    return make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Stela"})


@pytest.fixture
def many(people):
    """A usual load: whom one looks for has to be found among others."""
    names = ("Amsel", "Birke", "Distel", "Erle", "Fink", "Ginster", "Holunder", "Iris", "Kleiber", "Linde", "Marder")
    return [make_case(counsellor=people.counsellor, client_facts={"pseudonym": name}) for name in names]


def pick(page, name):
    who = page.get_by_role("combobox", name="Mit wem?")
    who.fill(name)
    page.get_by_role("option", name=name).click()
    expect(page.locator(".people .person", has_text=name)).to_be_visible()


def choose(page, text, within="form.session"):
    page.locator(within).locator("label.chip", has_text=re.compile(f"^{text}$")).first.click()


def save(page):
    page.get_by_role("button", name="Speichern", exact=True).last.click()
    expect(page.get_by_text(re.compile("Beratung (mit|gespeichert)|^Festgehalten:"))).to_be_visible()


def logged_as_typed(case):
    session = CounsellingSession.objects.latest("created_at")
    assert session.note == NOTE
    assert (session.case, session.mode, session.minutes, session.topics) == (case, "telefon", 15, ["konto"])
    task = Task.objects.get()
    assert (task.text, task.case, task.session) == (STEP, case, session)
    assert task.due_on == timezone.localdate() + datetime.timedelta(days=1)


# --- how long it takes ---------------------------------------------------------------------------------


def test_a_session_with_its_next_step_is_logged_by_keyboard_alone_in_ten_interactions_and_thirty_seconds(
    people, at, mara, many
):
    page = at(people.counsellor)
    page.goto("/")
    work = Effort(page)
    work.press("n opens the form", "n")
    page.wait_for_url(f"**{NEW}")
    expect(page.locator("#who")).to_be_focused()
    work.press("with whom: three letters and Enter", text="mar")
    page.keyboard.press("Enter")
    work.seconds += 0.28
    expect(page.locator(".people")).to_contain_text("Mara")
    expect(page.get_by_label("Telefon", exact=True)).to_be_checked()  # as last time
    work.press("duration", "ArrowRight", "ArrowRight", at='[name="usual_minutes"]')
    work.press("topic", "Space", at='[name="topics"][value="konto"]')
    work.press("note (its text apart)", at="#id_note")
    page.keyboard.type(NOTE)
    work.press("next step", at="#id_next_step", text=STEP)
    work.press("until when", "ArrowLeft", at='[name="next_when"]')
    work.press("save", "Control+Enter")
    expect(page.get_by_text(SAVED)).to_be_visible()
    print(f"\nBy keyboard:\n{work.report()}")
    logged_as_typed(mara)
    assert work.interactions <= 10, work.report()
    assert work.seconds <= 30, work.report()


def test_the_same_on_a_phone_with_a_thumb(people, at, mara, many):
    page = at(people.counsellor, width=PHONE)
    page.goto("/")
    work = Effort(page)
    work.tap("plus opens the form", page.get_by_role("link", name="Beratung", exact=True))
    page.wait_for_url(f"**{NEW}")
    work.tap("with whom: lately", page.locator("[data-pick]", has_text="Mara"))
    expect(page.locator(".client-card")).to_contain_text("Nur Textnachricht")
    work.tap("duration", page.locator("label", has_text=re.compile("^15$")))
    work.tap("topic", page.locator("label.chip", has_text=re.compile("^Konto$")))
    work.tap("note (its text apart)", page.locator("#id_note"), NOTE, keys=0)
    work.tap("next step", page.locator("#id_next_step"), STEP)
    work.tap("until when", page.locator("label", has_text=re.compile("^morgen")))
    work.tap("save", page.locator(".savebar .btn-primary"))
    expect(page.get_by_text(SAVED)).to_be_visible()
    print(f"\nBy thumb, 390 px:\n{work.report()}")
    logged_as_typed(mara)
    assert work.interactions <= 10, work.report()
    assert work.seconds <= 30, work.report()


# --- several clients -------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_talk_with_two_makes_two_entries_and_neither_file_shows_the_other(people, at, mara, stela, width):
    task = add_task(text="Brief lesen", case=stela, due_on=timezone.localdate(), by=people.counsellor)
    page = at(people.counsellor, width=width)
    page.goto(NEW)
    pick(page, "Mara")
    expect(page.get_by_label(re.compile("^Für alle"))).to_be_hidden()
    pick(page, "Stela")
    expect(page.get_by_text(re.compile("steht in 2 Akten"))).to_be_visible()
    page.get_by_label(re.compile("^Für alle")).fill("Zusammen beim Amt.")
    page.get_by_label(re.compile("^Notiz zu Mara")).fill("Nur zu Mara.")
    page.get_by_label(re.compile("^Notiz zu Stela")).fill("Nur zu Stela.")
    page.get_by_label(re.compile("^Nächster Schritt mit Stela")).fill("Anruf")
    page.locator(".client-card", has_text="Stela").get_by_label("erledigt").check(force=True)
    choose(page, "45")
    save(page)
    assert counts_of(CounsellingSession.objects.filter(occasion__isnull=False)) == {"talks": 1, "participations": 2}
    task.refresh_from_db()
    assert task.settled_at is not None
    for case, own, foreign in ((mara, "Mara", "Stela"), (stela, "Stela", "Mara")):
        page.goto(reverse("cases:detail", kwargs={"pk": case.pk}))
        expect(page.get_by_text(f"Nur zu {own}.").first).to_be_visible()
        expect(page.get_by_text("Zusammen beim Amt.").first).to_be_visible()
        expect(page.locator("body")).not_to_contain_text(foreign)


def test_somebody_taken_away_by_mistake_comes_back_with_note_and_next_step(people, at, mara, stela):
    page = at(people.counsellor)
    page.goto(NEW)
    pick(page, "Mara")
    pick(page, "Stela")
    page.get_by_label(re.compile("^Notiz zu Stela")).fill("Bleibt.")
    page.get_by_role("button", name="Stela entfernen").click()
    expect(page.get_by_label(re.compile("^Notiz zu Stela"))).to_be_hidden()
    page.get_by_role("button", name="Rückgängig").click()
    expect(page.get_by_label(re.compile("^Notiz zu Stela"))).to_have_value("Bleibt.")
    page.get_by_role("button", name="Mara entfernen").click()
    save(page)
    session = CounsellingSession.objects.latest("created_at")
    assert (session.case, session.occasion, session.note) == (stela, None, "Bleibt.")


def test_the_way_back_to_somebody_taken_away_stays_when_her_facts_arrive_late(people, at, mara, stela):
    page, held = at(people.counsellor), []
    page.goto(NEW)
    page.route(re.compile("/beratung/seite/"), lambda route: held.append(route))  # noqa: PLW0108
    pick(page, "Mara")
    pick(page, "Stela")
    page.get_by_role("button", name="Stela entfernen").click()
    expect(page.get_by_role("button", name="Rückgängig")).to_be_visible()
    for one in held:
        with page.expect_response(re.compile("/beratung/seite/")):
            one.continue_()
    expect(page.locator("[data-card]").first).to_be_visible()
    expect(page.get_by_role("button", name="Rückgängig")).to_be_visible()


def test_a_draft_of_two_clients_comes_back_whole(people, at, mara, stela):
    page = at(people.counsellor)
    page.goto(NEW)
    pick(page, "Mara")
    pick(page, "Stela")
    page.get_by_label(re.compile("^Notiz zu Stela")).fill("Mitten im Satz")
    choose(page, "60")
    expect(page.locator("[data-savestate]")).to_contain_text("Entwurf gesichert", timeout=8000)
    page.wait_for_timeout(2000)
    page.goto("/")
    page.goto(NEW)
    page.get_by_role("link", name="Weiterschreiben").click()
    expect(page.get_by_label(re.compile("^Notiz zu Stela"))).to_have_value("Mitten im Satz")
    expect(page.locator(".people .person")).to_have_count(2)
    expect(page.locator("#usual_minutes_60")).to_be_checked()
    expect(page.locator(".client-card:visible")).to_have_count(2)


# --- what belongs to a choice ------------------------------------------------------------------------------


def test_what_did_not_come_about_is_logged_without_blame_and_proposes_to_try_again(people, at, mara):
    page = at(people.counsellor)
    page.goto(f"{NEW}?fall={mara.pk}")
    expect(page.get_by_role("button", name="Noch einmal versuchen")).to_be_hidden()
    choose(page, "nicht zustande gekommen")
    page.get_by_role("button", name="Noch einmal versuchen").click()
    save(page)
    session = mara.sessions.get(result="NOT_HELD")
    task = Task.objects.get()
    assert (task.text, task.session) == ("Noch einmal versuchen", session)
    expect(page.locator("main")).not_to_contain_text(re.compile("nicht erschienen|versäumt|unentschuldigt"))


def test_where_one_went_along_is_asked_only_with_an_accompaniment(people, at, mara):
    page = at(people.counsellor)
    page.goto(f"{NEW}?fall={mara.pk}")
    where = page.get_by_label("Begleitet zu")
    expect(where).to_be_hidden()
    choose(page, "Begleitung")
    where.select_option(label="Bank")
    save(page)
    assert mara.sessions.get(mode="begleitung").accompaniment == "bank"


def test_any_topic_is_two_keys_and_a_few_letters_away(people, at, mara):
    page = at(people.counsellor)
    page.goto(f"{NEW}?fall={mara.pk}")
    expect(page.locator("[name=mode]:checked")).to_be_focused()
    page.keyboard.press("t")
    page.keyboard.type("sucht")
    page.keyboard.press("Enter")
    page.keyboard.type("krankenv")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text(SAVED)).to_be_visible()
    assert sorted(mara.sessions.latest("created_at").topics) == ["kv", "sucht"]


def test_an_appointment_is_logged_from_its_place_with_two_clicks(people, at, mara):
    (appointment,) = make_appointment(
        starts_at=timezone.now() - datetime.timedelta(hours=1),
        mode="video",
        minutes=30,
        case=mara,
        by=people.counsellor,
    )
    page = at(people.counsellor)
    page.goto(f"{NEW}?termin={appointment.pk}")
    expect(page.locator(".people .person")).to_contain_text("Mara")
    save(page)
    appointment.refresh_from_db()
    assert (appointment.session.case, appointment.session.mode, appointment.session.minutes) == (mara, "video", 30)


# --- scenarios of domain e.1 -------------------------------------------------------------------------------


@pytest.mark.guide("111-10")
def test_e_1_3_a_first_talk_with_bulgarian_mediation_for_an_hour_and_a_half_and_residence_left_unasked(
    people, at, mara
):
    add_language(client=mara.client, by=people.counsellor, language="bg", needs_mediation=True)
    page = at(people.counsellor)
    page.goto("/")
    page.keyboard.press("n")
    page.wait_for_url(f"**{NEW}")
    pick(page, "Mara")
    choose(page, "persönlich")
    choose(page, "90")
    expect(page.get_by_label(re.compile("^Sprachmittler"))).to_be_hidden()
    choose(page, "Bulgarisch")
    page.get_by_label(re.compile("^Sprachmittler")).fill("Rada Ilieva")
    page.get_by_label(re.compile("^Notiz zu Mara")).fill("Grenzen, Erwartungen, Schweigepflicht besprochen.")
    save(page)
    session = mara.sessions.latest("created_at")
    assert (session.mediation_language, session.mediator) == ("bg", "Rada Ilieva")
    assert (session.minutes, session.mediation_minutes) == (90, 90)
    # Residence was not asked: nothing complains, nothing is marked as missing.
    expect(page.locator("main .s-urgent, main .is-invalid, main [role=alert]")).to_have_count(0)
    expect(page.get_by_text(re.compile("Aufenthalt|unvollständig"))).to_have_count(0)


@pytest.mark.guide("114-05")
def test_e_1_9_a_review_talk_proposes_the_next_one_as_a_task_in_three_months(people, at, mara):
    page = at(people.counsellor)
    page.goto(f"{NEW}?fall={mara.pk}")
    page.get_by_text("Rahmen und anderer Ort").click()
    choose(page, "Evaluationsgespräch")
    page.get_by_role("button", name=re.compile("^Nächstes Evaluationsgespräch")).click()
    expect(page.get_by_label(re.compile("^Nächster Schritt"))).to_have_value("Nächstes Evaluationsgespräch")
    save(page)
    assert mara.sessions.latest("created_at").setting == "evaluationsgespraech"
    task = Task.objects.get()
    assert task.text == "Nächstes Evaluationsgespräch"
    assert 88 <= (task.due_on - timezone.localdate()).days <= 95


@pytest.mark.guide("114-05")
def test_e_1_9_or_as_an_appointment_that_stands_ready_for_its_time(people, at, mara):
    page = at(people.counsellor)
    page.goto(f"{NEW}?fall={mara.pk}")
    page.get_by_text("Rahmen und anderer Ort").click()
    choose(page, "Evaluationsgespräch")
    page.get_by_role("button", name="Speichern, dann den Termin vereinbaren").click()
    page.wait_for_url(f"**{reverse('cases:appointment_create')}?fall={mara.pk}**")
    expect(page.get_by_text(SAVED)).to_be_visible()
    page.get_by_label("persönlich", exact=True).check(force=True)
    page.locator(".savebar .btn-primary").click()
    page.wait_for_url(lambda url: reverse("cases:appointment_create") not in url)
    appointment = Appointment.objects.get()
    assert appointment.case == mara
    assert 88 <= (timezone.localtime(appointment.starts_at).date() - timezone.localdate()).days <= 95


def test_a_walk_in_for_an_absent_colleague_is_left_as_word_found_on_her_start_page_and_logged(people, at, mara):
    theirs = at(people.colleague)
    theirs.goto(reverse("cases:notice_create"))
    theirs.get_by_label("Für wen").select_option(label=people.counsellor.name)
    theirs.get_by_label("war da", exact=True).check(force=True)
    theirs.get_by_label(re.compile("^Minuten")).fill("10")
    theirs.get_by_label(re.compile("^Wer")).fill("Mara")
    theirs.get_by_label("Hinweis", exact=True).fill("Brief vom Jobcenter dabei, kommt morgen wieder.")
    theirs.locator("main form .savebar .btn-primary").click()
    expect(theirs.locator("#messages")).to_be_visible()
    notice = Notice.objects.get()

    page = at(people.counsellor)
    page.goto("/")
    expect(page.get_by_text("Brief vom Jobcenter dabei, kommt morgen wieder.")).to_be_visible()
    page.get_by_role("link", name="Als Beratung erfassen").click()
    expect(page.get_by_label(re.compile("^Notiz"))).to_have_value("Brief vom Jobcenter dabei, kommt morgen wieder.")
    expect(page.get_by_text(f"Hinweis von {people.colleague.name}")).to_be_visible()
    expect(page.locator(".people .person")).to_contain_text("Mara")  # named in it
    expect(page.get_by_label(people.colleague.name, exact=True)).to_be_checked()  # she held the talk
    save(page)
    session = mara.sessions.latest("created_at")
    assert (session.minutes, session.mode, session.counsellor) == (10, "persoenlich_stelle", people.colleague)
    notice.refresh_from_db()
    assert (notice.case, notice.result) == (mara, "SESSION")
    page.goto("/")
    expect(page.get_by_text("Brief vom Jobcenter dabei")).to_have_count(0)


# --- how it looks, and without scripts ------------------------------------------------------------------------


def test_the_page_with_two_clients_and_everything_open_is_free_of_faults(people, at, mara, stela):
    add_language(client=mara.client, by=people.counsellor, language="bg")
    add_task(text="Brief lesen", case=mara, due_on=timezone.localdate(), by=people.counsellor)
    page = at(people.counsellor)
    page.goto(NEW)
    found = faults_at(page, "session, empty", ("Mara",), schemes=("light",))
    pick(page, "Mara")
    pick(page, "Stela")
    choose(page, "Begleitung")
    choose(page, "verschoben")
    choose(page, "andere", ".split")
    choose(page, "andere Sprache")
    page.get_by_text("Alle Themen nach Bereichen").click()
    page.get_by_text("Rahmen und anderer Ort").click()
    choose(page, "Evaluationsgespräch")
    page.locator("label", has_text=re.compile("^Datum$")).last.click()
    found += faults_at(page, "session, two clients", ("Mara", "Stela"))
    page.locator("#who").fill("")
    page.get_by_role("button", name="Stela entfernen").click()
    page.locator("#who").press("ArrowDown")
    found += faults_at(page, "session, list open", ("Mara", "Stela"), schemes=("light",))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_without_scripts_a_talk_with_one_client_is_logged_all_the_same(people, at, mara, width):
    page = at(people.counsellor, js=False, width=width)
    page.goto(NEW)
    page.locator("#id_case").select_option(label=f"Mara · {mara.number}")
    choose(page, "Begleitung")
    page.get_by_label("Begleitet zu").select_option(label="Bank")
    page.get_by_label(re.compile("^Dauer in Minuten")).fill("45")
    page.get_by_label(re.compile("^Sprachmittlung in|^Sprache")).select_option(label="Bulgarisch")
    page.get_by_label(re.compile("^Notiz")).fill(NOTE)
    page.get_by_label(re.compile("^Nächster Schritt")).fill(STEP)
    page.locator("label", has_text=re.compile("^morgen")).click()
    page.locator(".savebar .btn-primary").click()
    expect(page.get_by_text(SAVED)).to_be_visible()
    session = mara.sessions.latest("created_at")
    assert session.note == NOTE
    assert (session.minutes, session.accompaniment, session.mediation_language) == (45, "bank", "bg")
    assert Task.objects.get().text == STEP
