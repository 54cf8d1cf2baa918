"""The guide as a page: found by words, theme and level; the rule of the house and what has helped stand with a tip."""

import pytest
from auditlog.models import LogEntry
from django.contrib.sessions.models import Session
from django.urls import reverse

from umstieg.audit.models import AuditEvent
from umstieg.core.errors import DomainError
from umstieg.core.wording import marked_words, typed_words
from umstieg.guide.enums import CHAPTERS, Theme
from umstieg.guide.models import HelpedHere, HouseRule
from umstieg.guide.queries import Choice, chosen, earlier_rules, guide_page
from umstieg.guide.services import keep_house_rule, note_helped, take_back_helped
from umstieg.guide.tips import all_tips, search_tips, tip_of
from umstieg.testing.filling import filled
from umstieg.testing.make import make_case
from umstieg.testing.walker import Browser

pytestmark = pytest.mark.django_db
ACCOUNT = "122-07"


def rows(page):
    return [tip.row for chapter in page.chapters for tip in chapter["tips"]]


def body(browser, address):
    return browser.ask("GET", address).body


# --- finding -------------------------------------------------------------------------------------------


@pytest.mark.guide("0-03", "0-04")
def test_every_tip_stands_on_the_page_with_its_level_and_a_place_of_its_own(people):
    shown = body(Browser(people.counsellor), reverse("guide:tips"))
    for tip in all_tips():
        assert f'id="{tip.anchor}"' in shown
    assert shown.count('class="level level-muss"') == sum(tip.level == "MUSS" for tip in all_tips())
    assert {tip.chapter for tip in all_tips()} == CHAPTERS.keys()


@pytest.mark.parametrize("who", ["counsellor", "lead", "outreach", "admin"])
def test_everybody_who_works_with_people_or_lists_reads_the_guide(people, who):
    assert Browser(people.by_name[who]).ask("GET", reverse("guide:tips")).status == 200


def test_a_theme_and_a_level_narrow_and_what_is_unknown_does_not(people):
    of_account = rows(guide_page(people.counsellor, chosen({"thema": "account"})))
    assert of_account == [tip.row for tip in all_tips() if Theme.ACCOUNT in tip.themes]
    must = rows(guide_page(people.counsellor, chosen({"thema": "HEALTH", "stufe": "muss"})))
    assert must == ["KP-3", "122-13", "124-V", "124-03"]
    assert chosen({"thema": "mond", "stufe": "vielleicht"}) == Choice()


@pytest.mark.parametrize("typed", ["BÜRO", "buero", "Buro"])
def test_umlauts_make_no_difference(typed):
    assert search_tips(typed) == search_tips("büro")
    assert search_tips("Ubergang") == search_tips("Uebergang") == search_tips("übergang") != ()


def test_hits_are_marked_with_their_ending():
    marked = marked_words("Der Draht zu Vermieter*innen zählt, Vermietung auch.", typed_words("vermieterin"))
    assert [text for is_hit, text in marked if is_hit] == ["Vermieter*innen"]
    assert "".join(text for _hit, text in marked) == "Der Draht zu Vermieter*innen zählt, Vermietung auch."
    assert marked_words("Konto", typed_words("")) == [(False, "Konto")]


@pytest.mark.guide("0-03")
def test_words_are_sent_by_post_and_stand_in_no_address_or_session(people, sign_in):
    browser = sign_in(people.counsellor)
    answer = browser.post(reverse("guide:search"), {"q": "Basiskonto", "stufe": "", "thema": "account"})
    assert answer["Location"] == reverse("guide:search") + "?thema=account"
    shown = browser.get(answer["Location"]).content.decode()
    assert "<mark>Basiskonto</mark>" in shown
    assert "tip-122-07" in shown
    assert "tip-122-06" not in shown
    assert "Basiskonto" not in str([session.get_decoded() for session in Session.objects.all()])


def test_nothing_found_says_what_was_searched(people, sign_in):
    browser = sign_in(people.counsellor)
    answer = browser.post(reverse("guide:search"), {"q": "Regenschirm"}, follow=True)
    assert answer.context["page"].count == 0


# --- the rule of the house -----------------------------------------------------------------------------


def test_a_rule_stands_with_its_tip_in_the_guide_and_on_the_theme_of_a_case(people, sign_in):
    case = make_case(counsellor=people.counsellor)
    address = reverse("guide:rule", args=[ACCOUNT])
    lead = sign_in(people.lead)
    assert lead.post(address, filled(lead, address, text="Wir gehen zur Sparkasse am Markt.")).status_code == 302
    counsellor = Browser(people.counsellor)
    for page in (reverse("guide:tips"), reverse("cases:theme", args=[case.pk, Theme.ACCOUNT.number])):
        assert "Wir gehen zur Sparkasse am Markt." in body(counsellor, page)


def test_a_new_wording_ends_the_one_before_and_leaves_it_readable(people):
    tip = tip_of(ACCOUNT)
    keep_house_rule(tip=tip, text="Erst fragen", by=people.lead)
    keep_house_rule(tip=tip, text="Erst fragen", by=people.lead)
    keep_house_rule(tip=tip, text="Mitgehen", by=people.admin)
    assert HouseRule.objects.filter(tip=ACCOUNT).count() == 2
    assert [one["text"] for one in earlier_rules(tip)] == ["Erst fragen"]
    keep_house_rule(tip=tip, text="", by=people.lead)
    assert not HouseRule.objects.filter(ended_at=None).exists()
    assert AuditEvent.objects.order_by("-seq").first().event == "house_rule.kept"


@pytest.mark.parametrize("who", ["counsellor", "outreach"])
def test_who_does_not_keep_the_guide_sets_no_rule(people, who):
    assert Browser(people.by_name[who]).ask("GET", reverse("guide:rule", args=[ACCOUNT])).status == 403


def test_rules_and_experiences_are_searched_too(people):
    keep_house_rule(tip=tip_of(ACCOUNT), text="Sparkasse am Markt", by=people.lead)
    note_helped(tip=tip_of("123-08"), text="Ein Brief der Genossenschaft", by=people.counsellor)
    assert rows(guide_page(people.counsellor, Choice(typed="sparkass markt"))) == [ACCOUNT]
    assert "123-08" in rows(guide_page(people.counsellor, Choice(typed="brief genossenschaft")))


# --- what has helped here ------------------------------------------------------------------------------


def test_an_experience_is_read_by_all_and_taken_back_by_its_author_or_a_lead(people, sign_in):
    browser, address = sign_in(people.counsellor), reverse("guide:helped_create", args=[ACCOUNT])
    assert browser.post(address, filled(browser, address, text="Früh hingehen, dann ist Zeit.")).status_code == 302
    assert "Früh hingehen" in body(Browser(people.outreach), reverse("guide:tips"))
    helped = HelpedHere.objects.get()
    remove = reverse("guide:helped_remove", args=[helped.pk])
    assert Browser(people.colleague).ask("POST", remove).status == 404
    assert Browser(people.outreach).ask("POST", remove).status == 403
    assert sign_in(people.lead).post(remove).status_code == 302
    assert not HelpedHere.objects.exists()


def test_its_author_takes_it_back_without_a_trace_of_the_words(people):
    helped = note_helped(tip=tip_of(ACCOUNT), text="Kranichgeschichte", by=people.counsellor)
    take_back_helped(helped=helped, by=people.counsellor)
    assert "Kranichgeschichte" not in str(list(LogEntry.objects.values()))


@pytest.mark.parametrize(
    "text",
    [
        "Bei 26-0142 ging es so",
        "Ruf 0176 / 123 45 67 an",
        "+49 40 123456",
        "Schreib an mara@example.org",
        "mara(at)example.org",
        "geboren am 3.4.1990",
        "am 12. März 1990",
        "1990-04-03",
    ],
)
def test_what_could_lead_to_a_person_is_refused_at_the_field(people, sign_in, text):
    with pytest.raises(DomainError) as refused:
        note_helped(tip=tip_of(ACCOUNT), text=text, by=people.counsellor)
    assert refused.value.field == "text"
    assert text not in refused.value.message
    assert not HelpedHere.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "2026 ging es in 10 Tagen, zu zweit.",
        "Nach § 22 SGB II fragen, Zimmer 104, 3 Kopien.",
        "Die Kaution war 1.200 Euro, in 12 Raten.",
        "Zwischen 9 und 12 Uhr, Mo-Fr",
    ],
)
def test_ordinary_figures_are_left_alone(people, text):
    assert note_helped(tip=tip_of(ACCOUNT), text=text, by=people.counsellor).pk


def test_the_page_costs_the_same_however_much_stands_beside_the_tips(people):
    browser, address = Browser(people.counsellor), reverse("guide:tips")
    few = browser.ask("GET", address).statements
    for tip in all_tips()[:20]:
        keep_house_rule(tip=tip, text="Regel", by=people.lead)
        note_helped(tip=tip, text="Geholfen", by=people.counsellor)
    assert browser.ask("GET", address).statements == few


def test_back_leads_only_to_a_page_of_ours(people):
    browser = Browser(people.counsellor)
    ours = body(browser, reverse("guide:tips", query={"von": "/faelle/"}))
    assert 'href="/faelle/"' in ours
    for foreign in ("//boese.example", "https://boese.example", "javascript:alert(1)"):
        assert "boese" not in body(browser, reverse("guide:tips", query={"von": foreign}))
