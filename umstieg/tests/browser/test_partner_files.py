"""Files of an agreement in a browser: attached, seen, taken along; what is disguised is refused with its message."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from network.services.cooperation import make_agreement
from umstieg.core.models import StoredFile
from umstieg.testing.files import AUTHOR, a_pdf, a_picture
from umstieg.testing.make import make_partner

from .looks import PHONE, WIDE

DISGUISED = b"<!doctype html><script>document.title = 'ran'</script>"


@pytest.fixture
def partner(people):
    partner = make_partner(name="Hafenhilfe", by=people.lead)
    make_agreement(organisation=partner, title="Kurzer Weg", by=people.lead)
    return partner


def add(page, name, content):
    page.locator("[name=file]").set_input_files({"name": name, "mimeType": "application/pdf", "buffer": content})
    page.get_by_role("button", name="Datei hinzufügen").click()


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_lead_attaches_files_sees_them_takes_one_along_and_removes_one(people, partner, at, look, width):
    page, detail = at(people.lead, width=width), reverse("network:detail", args=[partner.pk])
    page.goto(detail)
    card = page.locator("[aria-labelledby=h-agreements]")
    for name, content in (("Vereinbarung.pdf", a_pdf()), ("Treffen.jpg", a_picture(turned=True))):
        card.get_by_role("link", name="Datei hinzufügen").click()
        look(page, "add a file", names=("Hafenhilfe",))
        add(page, name, content)
        page.wait_for_url(f"**{detail}#h-agreements")
    files = card.get_by_role("list", name="Dateien: Kurzer Weg").get_by_role("listitem")
    expect(files).to_have_count(2)
    expect(files.first).to_contain_text(re.compile(r"Treffen\.jpg\s+JPEG, .+Katrin Behrens", re.S))
    look(page, "an agreement with files", names=("Hafenhilfe",))

    with page.expect_download() as saved:
        card.get_by_role("link", name="Treffen.jpg").click()
    assert saved.value.suggested_filename == "Treffen.jpg"
    content = Path(saved.value.path()).read_bytes()
    assert not Image.open(BytesIO(content)).getexif()
    assert AUTHOR.encode() not in content

    files.first.get_by_text("Entfernen").click()
    look(page, "about to remove a file", names=("Hafenhilfe",))
    files.first.get_by_role("button", name="Ja, endgültig").click()
    expect(files).to_have_count(1)
    expect(files).to_contain_text("Vereinbarung.pdf")


def test_a_disguised_file_is_refused_with_its_message_and_the_right_one_is_taken(people, partner, at, look):
    page = at(people.lead)
    page.goto(reverse("network:agreement_file_create", args=[partner.agreements.get().pk]))
    add(page, "Vereinbarung.pdf", DISGUISED)
    expect(page.locator("#id_file_error")).to_contain_text("Das ist keine Datei im Format PDF")
    expect(page.locator("[data-form-errors]")).to_contain_text("noch einmal auswählen")
    assert "ran" not in page.title()
    assert not StoredFile.objects.exists()
    look(page, "a refused file", names=("Hafenhilfe",))
    add(page, "Vereinbarung.pdf", a_pdf())
    expect(page.get_by_role("link", name="Vereinbarung.pdf")).to_be_visible()
