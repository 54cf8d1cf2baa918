"""Proves that a centre with a new INDEX_KEY finds its clients again, and that the log says what was done."""

import pytest
from django.core.management import call_command

from cases.queries.search import find_cases
from umstieg.audit.models import AuditEvent
from umstieg.core.keys import fresh_key
from umstieg.testing.make import make_case

pytestmark = pytest.mark.django_db


def test_after_a_new_index_key_the_index_is_made_anew(people, settings, capsys):
    case = make_case(counsellor=people.counsellor, client_facts={"pseudonym": "Holunder"})
    settings.INDEX_KEY = fresh_key()
    assert not find_cases(people.counsellor, "Holunder")
    call_command("rebuild_search_index")
    assert list(find_cases(people.counsellor, "Holunder")) == [case]
    assert capsys.readouterr().out == "1 clients and 0 partners indexed.\n"
    assert AuditEvent.objects.latest("seq").event == "search_index.rebuilt"
