"""What picking somebody brings along, and a text that names another one of the talk."""

import datetime
import re

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from cases.models import CounsellingSession
from cases.services.appointment import make_appointment
from umstieg.testing.make import make_session

from .looks import faults_at
from .test_session_flow import choose, mara, pick, save, stela  # noqa: F401

NEW = reverse("cases:session_new")


def test_a_name_in_the_text_for_all_is_asked_about_and_can_be_kept(people, at, mara, stela):  # noqa: F811
    page = at(people.counsellor)
    page.goto(NEW)
    pick(page, "Mara")
    pick(page, "Stela")
    page.locator("#id_shared_note").fill("Mit Mara beim Amt")
    page.get_by_role("button", name="Speichern", exact=True).last.click()
    expect(page.locator("[data-shared]")).to_contain_text("Der Text kommt auch in die Akte von Stela.")
    found = faults_at(page, "session, a name asked about", ("Mara", "Stela"))
    assert not found, "\n".join(found)
    page.get_by_label("Trotzdem so speichern").check()
    save(page)
    assert [one.note for one in CounsellingSession.objects.order_by("-created_at")[:2]] == ["Mit Mara beim Amt"] * 2


def test_whom_one_picks_brings_her_mode_and_her_appointment_until_one_chooses_oneself(people, at, mara, stela):  # noqa: F811
    make_session(stela, mode="video", by=people.counsellor)
    (appointment,) = make_appointment(
        starts_at=timezone.now() - datetime.timedelta(minutes=1), mode="video", case=mara, by=people.counsellor
    )
    page = at(people.counsellor)
    page.goto(NEW)
    expect(page.get_by_label("Video", exact=False).first).to_be_checked()
    page.locator("#who").fill("Niemand")
    expect(page.locator("[data-none-ways]").get_by_role("link", name="Fall eröffnen")).to_be_visible()
    page.locator("#who").fill("")
    pick(page, "Mara")
    expect(page.locator("[data-none-ways]")).to_be_hidden()
    expect(page.get_by_label("Telefon", exact=True)).to_be_checked()
    expect(page.get_by_text("wie zuletzt mit Mara")).to_be_visible()
    expect(page.get_by_label(re.compile("gehört zum Termin"))).to_be_checked()
    found = faults_at(page, "session, with an appointment", ("Mara",), schemes=("light",))
    assert not found, "\n".join(found)
    choose(page, "Begleitung")
    page.get_by_role("button", name="Mara entfernen").click()
    pick(page, "Stela")
    pick(page, "Mara")
    expect(page.get_by_label("Begleitung", exact=True)).to_be_checked()
    save(page)
    appointment.refresh_from_db()
    assert appointment.session.case == mara
