"""A text that names another one of the talk is asked about, and can be kept."""

from django.urls import reverse

from cases.models import CounsellingSession

from .looks import faults_at
from .test_session_flow import mara, pick, save, stela  # noqa: F401

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
