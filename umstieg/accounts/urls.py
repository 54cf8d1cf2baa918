from django.urls import path

from .views import invitation, own, people, roles, secrecy

app_name = "accounts"
urlpatterns = [
    path("", own.profile, name="profile"),
    path("anmeldungen/", own.own_sign_ins, name="sign_ins"),
    path("notausgang/", own.leave, name="leave"),
    path("protokoll/", own.own_log, name="own_log"),
    path("sprachen/", own.spoken_languages, name="spoken_languages"),
    path("einladung/<str:secret>/", invitation.invitation, name="invitation"),
]

# Rooms of the administration, and of whoever confirms what it proposes.
people_patterns = [
    path("", people.people, name="list"),
    path("einladen/", people.invite, name="invite"),
    path("freigaben/", roles.proposals, name="proposals"),
    path("freigaben/<int:proposal>/", roles.proposal_decide, name="proposal_decide"),
    path("verpflichtungen/", secrecy.secrecy, name="secrecy"),
    path("verpflichtungen/text/", secrecy.secrecy_text_add, name="secrecy_text_add"),
    path("<int:pk>/", people.person, name="person"),
    path("<int:pk>/aendern/", people.change, name="change"),
    path("<int:pk>/einladung/", people.invitation_renew, name="invitation_renew"),
    path("<int:pk>/einladung/zurueckziehen/", people.invitation_revoke, name="invitation_revoke"),
    path("<int:pk>/sperren/", people.disable, name="disable"),
    path("<int:pk>/freigeben/", people.enable, name="enable"),
    path("<int:pk>/verpflichten/", secrecy.bind, name="bind"),
    path("<int:pk>/rolle/", roles.role_give, name="role_give"),
    path("<int:pk>/rolle/<int:membership>/beenden/", roles.role_end, name="role_end"),
    path("<int:pk>/zweiter-faktor/", roles.reset_ask, name="reset_ask"),
    path("<int:pk>/vorschlag/<int:proposal>/", roles.proposal_withdraw, name="proposal_withdraw"),
]
