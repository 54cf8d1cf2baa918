from django.urls import path

from .views import agreement_file, cards, cooperation, exchange, partner, person, review, sheet

app_name = "network"

_partners = [
    path("", partner.partner_list, name="list"),
    path("neu/", partner.create, name="create"),
    path("<uuid:pk>/", partner.detail, name="detail"),
    path("<uuid:pk>/aendern/", partner.change, name="change"),
    path("<uuid:pk>/stimmt-noch/", partner.confirm, name="confirm"),
    path("<uuid:pk>/stand/", partner.stage, name="stage"),
    path("<uuid:pk>/nicht-mehr-da/", partner.end, name="end"),
    path("<uuid:pk>/wieder-da/", partner.revive, name="revive"),
    path("<uuid:pk>/merkblatt/", sheet.sheet, name="sheet"),
    path("<uuid:pk>/merkblatt.pdf", sheet.sheet_pdf, name="sheet_pdf"),
    path("<uuid:pk>/orte/neu/", partner.site_create, name="site_create"),
    path("<uuid:pk>/orte/<uuid:site>/", partner.site_change, name="site_change"),
    path("<uuid:pk>/orte/<uuid:site>/entfernen/", partner.site_remove, name="site_remove"),
    path("<uuid:pk>/zustaendig/", partner.hold, name="hold"),
    path("<uuid:pk>/zustaendig/<int:liaison>/abgeben/", partner.let_go, name="let_go"),
]
_people = [
    path("personen/", person.people, name="people"),
    path("personen/neu/", person.person_create, name="person_create"),
    path("<uuid:pk>/personen/neu/", person.contact_create, name="contact_create"),
    path("personen/<uuid:person>/", person.person_change, name="person_change"),
    path("personen/<uuid:person>/nicht-mehr-da/", person.person_end, name="person_end"),
    path("personen/<uuid:person>/loeschen/", person.person_remove, name="person_remove"),
]
_cooperation = [
    path("<uuid:pk>/vereinbarungen/neu/", cooperation.agreement_create, name="agreement_create"),
    path("vereinbarungen/<uuid:agreement>/", cooperation.agreement_change, name="agreement_change"),
    path("vereinbarungen/<uuid:agreement>/durchgesehen/", cooperation.agreement_review, name="agreement_review"),
    path("vereinbarungen/<uuid:agreement>/beenden/", cooperation.agreement_end, name="agreement_end"),
    path("vereinbarungen/<uuid:agreement>/gilt-wieder/", cooperation.agreement_resume, name="agreement_resume"),
    path("aktivitaeten/", cooperation.activities, name="activities"),
    path("aktivitaeten/neu/", cooperation.activity_create, name="activity_create"),
    path("aktivitaeten/<uuid:activity>/", cooperation.activity_change, name="activity_change"),
    path("aktivitaeten/<uuid:activity>/entfernen/", cooperation.activity_remove, name="activity_remove"),
    path("<uuid:pk>/aufgaben/neu/", cooperation.task_create, name="task_create"),
    path("aufgaben/<uuid:task>/", cooperation.task_change, name="task_change"),
    path("aufgaben/<uuid:task>/erledigen/", cooperation.task_settle, name="task_settle"),
    path("aufgaben/<uuid:task>/wieder-offen/", cooperation.task_reopen, name="task_reopen"),
]
_files = [
    path("vereinbarungen/<uuid:agreement>/dateien/neu/", agreement_file.create, name="agreement_file_create"),
    path("vereinbarungen/<uuid:agreement>/dateien/<uuid:file>/", agreement_file.download, name="agreement_file"),
    path(
        "vereinbarungen/<uuid:agreement>/dateien/<uuid:file>/entfernen/",
        agreement_file.remove,
        name="agreement_file_remove",
    ),
]
_review = [
    path("pruefen/", review.review, name="review"),
    path("pruefen/<slug:topic>/", review.reflection, name="reflection"),
]
_exchange = [
    path("ausgeben/", exchange.export, name="export"),
    path("einlesen/", exchange.read_in, name="read_in"),
    path("einlesen/<uuid:intake>/", exchange.intake, name="intake"),
    path("einlesen/<uuid:intake>/spalten/", exchange.intake_columns, name="intake_columns"),
    path("einlesen/<uuid:intake>/fehler.csv", exchange.intake_errors, name="intake_errors"),
    path("einlesen/<uuid:intake>/ergaenzungen.csv", exchange.intake_filling, name="intake_filling"),
    path("einlesen/<uuid:intake>/verwerfen/", exchange.intake_give_up, name="intake_give_up"),
]
_cards = [
    path("personen/<uuid:person>/vcard/", cards.person_vcard, name="person_vcard"),
    path("<uuid:pk>/personen/vcard/", cards.partner_vcard, name="partner_vcard"),
    path("personen/vcard-einlesen/", cards.people_cards, name="people_cards"),
    path("<uuid:pk>/personen/vcard-einlesen/", cards.partner_cards, name="partner_cards"),
    path("personen/vcard-einlesen/<uuid:cards>/", cards.cards_decide, name="cards_decide"),
    path("personen/vcard-einlesen/<uuid:cards>/verwerfen/", cards.cards_give_up, name="cards_give_up"),
]
urlpatterns = [*_partners, *_people, *_cooperation, *_files, *_review, *_exchange, *_cards]
