"""A job to try jobs with: looks at nothing for a while, then makes rooms. What it has made can be counted."""

import time

from django.urls import reverse

from umstieg.access.enums import Permission
from umstieg.centre.models import Site
from umstieg.centre.services import add_room
from umstieg.core.errors import DomainError
from umstieg.core.jobs import Run, job

ROOMS = "testing.rooms"
CHECKING, WRITING = "Wird geprüft", "Wird geschrieben"


@job(ROOMS, title="Räume werden angelegt", permission=Permission.ROOM_MANAGE)
def make_rooms(run: Run):
    """`facts`: mark, rooms; pause between them in seconds; what is told; and what goes wrong: rule, error, early."""
    facts = run.facts
    mark, number, pause, wrong = facts["mark"], facts["rooms"], facts.get("pause", 0), facts.get("wrong", "")
    run.stage(CHECKING, number)
    for count in range(number):
        time.sleep(pause)
        run.tell(count + 1, number)
    site = Site.objects.get(pk=facts["site"])
    if wrong == "early":
        add_room(name=f"{mark} early", site=site, by=run.owner)
    if wrong == "rule":
        raise DomainError("In Zeile 7 fehlt der Name.")
    run.stage(WRITING)
    with run.writing() as outcome:
        for count in range(number):
            add_room(name=f"{mark} {count}", site=site, by=run.owner)
            run.tell(count, number)
            time.sleep(pause / 2)
        if wrong == "error":
            raise ValueError(f"geheim {mark}")
        outcome["address"] = reverse("centre:rooms")
        outcome["message"] = facts.get("told", f"{number} Räume angelegt.")
