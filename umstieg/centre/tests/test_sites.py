"""Sites and teams: kept by the administration, ended and never deleted."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from umstieg.accounts.services import end_membership
from umstieg.audit.models import AuditEvent
from umstieg.centre.models import Site, Team
from umstieg.testing.filling import filled
from umstieg.testing.make import make_site, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(people, sign_in):
    return sign_in(people.admin)


def send(browser, page, /, *args, **facts):
    url = reverse(f"sites:{page}", args=args)
    return browser.post(url, filled(browser, url, **facts))


@pytest.mark.guide("114-11")
def test_a_site_says_when_it_is_open_and_who_gets_in(browser):
    assert send(browser, "site_create", name="Nord", reachability="Mo 10-12", accessibility="PARTLY").status_code == 302
    shown = browser.get(reverse("sites:list")).content.decode()
    assert "Mo 10-12" in shown
    assert "barrierearm" in shown
    assert AuditEvent.objects.filter(event="site.added").exists()


def test_a_site_goes_out_of_use_only_when_no_team_is_at_home_there(browser, people):
    answer = send(browser, "site_change", people.team.site_id, is_active=None)
    assert "is_active" in answer.context["form"].errors
    empty = make_site()
    assert send(browser, "site_change", empty.pk, is_active=None).status_code == 302
    assert not Site.objects.get(pk=empty.pk).is_active


def test_a_team_is_added_and_renamed(browser, people):
    send(browser, "team_create", name="Neu")
    team = Team.objects.get(name="Neu")
    send(browser, "team_change", team.pk, name="Anders")
    assert Team.objects.get(pk=team.pk).name == "Anders"
    assert Team.objects.get(pk=team.pk).no_contact_days == 60


def test_a_team_ends_only_when_nobody_but_its_leads_holds_a_role_in_it(browser, people):
    team, held = people.other_team, people.stranger.memberships.get()
    assert "is_active" in send(browser, "team_change", team.pk, is_active=None).context["form"].errors
    end_membership(membership=held, by=None, on=timezone.localdate() + datetime.timedelta(days=1))
    assert "is_active" in send(browser, "team_change", team.pk, is_active=None).context["form"].errors
    end_membership(membership=held, by=None)
    assert send(browser, "team_change", team.pk, is_active=None).status_code == 302
    end_membership(membership=people.other_lead.memberships.get(), by=None)  # its last lead is no longer kept


def test_two_teams_do_not_share_a_name(browser, people):
    assert "name" in send(browser, "team_change", make_team().pk, name=people.team.name).context["form"].errors


@pytest.mark.parametrize("person", ["counsellor", "lead", "outreach", "auditor", "nobody"])
def test_nobody_but_the_administration_keeps_sites_and_teams(people, sign_in, person):
    browser = sign_in(people.by_name[person])
    for url in (reverse("sites:list"), reverse("sites:team_change", args=[people.team.pk])):
        assert browser.get(url).status_code == 403
