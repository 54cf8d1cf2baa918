"""The page of a job: follows it to its end by itself, stops where nobody works, and loses nothing without scripts."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from umstieg.core.jobs import Job, State, start_job
from umstieg.core.jobs.models import SILENT
from umstieg.testing.jobs import ROOMS
from umstieg.testing.make import make_site
from umstieg.testing.working import Worker

from .looks import faults_at


@pytest.fixture
def job(people):
    facts = {"mark": "Z", "rooms": 60, "pause": 0.1, "site": make_site().pk}
    return start_job(ROOMS, by=people.admin, facts=facts)


def open_page(page, job):
    page.goto(reverse("jobs:detail", args=[job.pk]))


def test_the_page_follows_a_job_to_its_end_without_being_touched(at, people, job):
    page = at(people.admin)
    open_page(page, job)
    expect(page.locator("#job")).to_contain_text("Wartet, bis er an der Reihe ist")
    found = faults_at(page, "a job that waits")
    worker = Worker().start()
    expect(page.locator("#job")).to_contain_text(re.compile(r"\d+ von 60"))
    expect(page.get_by_role("progressbar", name="Wird geprüft")).to_be_visible()
    found += faults_at(page, "a job that is being done")
    expect(page.locator("#job")).to_contain_text("60 Räume angelegt.")
    expect(page.locator("#live")).to_have_text(re.compile("Erledigt. 60 Räume angelegt."))
    found += faults_at(page, "a job that is done")
    page.get_by_role("link", name="Zum Ergebnis").click()
    page.wait_for_url("**" + reverse("centre:rooms"))
    assert worker.wait() == 0
    assert not found, "\n".join(found)


def test_a_waiting_job_is_called_off_by_hand(at, people, job):
    page = at(people.admin)
    open_page(page, job)
    page.get_by_role("button", name="Abbrechen").click()
    expect(page.locator("#job")).to_contain_text("Abgebrochen. Es wurde nichts geändert.")
    assert Job.objects.get(pk=job.pk).state == State.CANCELLED
    assert not faults_at(page, "a job that was called off")


def test_where_nobody_works_the_page_says_so_and_asks_no_more(at, people, job):
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - SILENT - datetime.timedelta(seconds=1))
    page, asked = at(people.admin), []
    open_page(page, job)
    expect(page.locator("#job")).to_contain_text("Der Arbeitsprozess läuft gerade nicht.")
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(3_000)
    assert asked == []
    assert not faults_at(page, "a job that nobody does")
    page.get_by_role("link", name="Aktualisieren").click()
    expect(page.locator("#job")).to_be_visible()


def test_a_job_that_failed_says_why(at, people):
    facts = {"mark": "Z", "rooms": 0, "site": make_site().pk, "wrong": "rule"}
    job = start_job(ROOMS, by=people.admin, facts=facts)
    assert Worker().start().wait() == 0
    page = at(people.admin)
    open_page(page, job)
    expect(page.locator("#job")).to_contain_text("In Zeile 7 fehlt der Name.")
    assert not faults_at(page, "a job that failed")
