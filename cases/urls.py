from django.urls import path

from .views import (
    access_review,
    appointment,
    budget,
    case,
    case_list,
    checklist,
    client,
    client_time,
    closing,
    deadline,
    file,
    goal,
    grant,
    handover,
    ledger,
    my_way,
    note,
    notice,
    opening,
    pillar,
    reading,
    record,
    session,
    session_log,
    situation,
    task,
)
from .views import path as way

app_name = "cases"

_cases = [
    path("faelle/", case_list.case_list, name="list"),
    path("faelle/neu/", opening.compare, name="compare"),
    path("faelle/neu/treffer/", opening.matches, name="matches"),
    path("faelle/neu/anlegen/", opening.case_create, name="create"),
    path("faelle/suche/", case_list.case_search, name="search"),
    path("faelle/<uuid:pk>/", file.case_detail, name="detail"),
    path("faelle/<uuid:pk>/aendern/", case.case_change, name="change"),
    path("faelle/<uuid:pk>/schliessen/", closing.case_close, name="close"),
    path("faelle/<uuid:pk>/wieder-aufnehmen/", closing.case_reopen, name="reopen"),
    path("faelle/<uuid:pk>/neuer-fall/", opening.next_case, name="next_case"),
]
_rooms = [
    path("faelle/<uuid:pk>/lage/", situation.situation, name="situation"),
    path("faelle/<uuid:pk>/lage/wechselwirkungen/", situation.interplay_page, name="interplay"),
    path("faelle/<uuid:pk>/lage/geld/", pillar.money, name="money"),
    path("faelle/<uuid:pk>/lage/wohnen/", pillar.housing, name="housing"),
    path("faelle/<uuid:pk>/lage/gesundheit/", pillar.health, name="health"),
    path("faelle/<uuid:pk>/lage/aufenthalt/", pillar.residence, name="residence"),
    path("faelle/<uuid:pk>/lage/thema/<int:theme>/", situation.theme, name="theme"),
    path("faelle/<uuid:pk>/lage/thema/<int:theme>/stand/", situation.theme_note, name="theme_note"),
    path("faelle/<uuid:pk>/lage/thema/<int:theme>/stimmt-noch/", situation.theme_confirm, name="theme_confirm"),
    path("faelle/<uuid:pk>/person-und-kontakt/", file.person, name="person"),
    path("faelle/<uuid:pk>/einsicht/", ledger.ledger, name="ledger"),
    path("faelle/<uuid:pk>/einsicht/druck/", ledger.ledger_print, name="ledger_print"),
    path("faelle/<uuid:pk>/einsicht/pdf/", ledger.ledger_pdf, name="ledger_pdf"),
    path("faelle/<uuid:pk>/weg/", file.way, name="way"),
    path("faelle/<uuid:pk>/lesen/", reading.reading_view, name="reading"),
    path("faelle/<uuid:pk>/lesen/suche/", reading.reading_search, name="reading_search"),
    path("faelle/<uuid:pk>/vermerk/neu/", note.note_create, name="note_create"),
    path("faelle/<uuid:pk>/vermerk/<uuid:note>/", note.note_detail, name="note_detail"),
    path("faelle/<uuid:pk>/vermerk/<uuid:note>/korrigieren/", note.note_correct, name="note_correct"),
    path("faelle/<uuid:pk>/naechster-schritt/", note.next_step, name="next_step"),
    path("faelle/<uuid:pk>/notizen/", note.personal_notes, name="personal_notes"),
    path("faelle/<uuid:pk>/notizen/neu/", note.personal_note_create, name="personal_note_create"),
    path("faelle/<uuid:pk>/notizen/<uuid:personal>/", note.personal_note_change, name="personal_note_change"),
    path("faelle/<uuid:pk>/notizen/<uuid:personal>/in-die-akte/", note.personal_note_move, name="personal_note_move"),
    path(
        "faelle/<uuid:pk>/notizen/<uuid:personal>/vernichten/", note.personal_note_destroy, name="personal_note_destroy"
    ),
]
_way = [
    path("faelle/<uuid:pk>/heute-nicht-fragen/", way.no_questions, name="no_questions"),
    path("faelle/<uuid:pk>/phasen/neu/", way.phase_create, name="phase_create"),
    path("faelle/<uuid:pk>/phasen/<int:phase>/", way.phase_change, name="phase_change"),
    path("faelle/<uuid:pk>/phasen/<int:phase>/loeschen/", way.phase_remove, name="phase_remove"),
    path("faelle/<uuid:pk>/pausen/neu/", way.pause_create, name="pause_create"),
    path("faelle/<uuid:pk>/pausen/<int:pause>/", way.pause_change, name="pause_change"),
    path("faelle/<uuid:pk>/pausen/<int:pause>/loeschen/", way.pause_remove, name="pause_remove"),
    path("faelle/<uuid:pk>/pausen/<int:pause>/beenden/", way.pause_end, name="pause_end"),
    path("faelle/<uuid:pk>/stand/neu/", way.status_create, name="status_create"),
    path("faelle/<uuid:pk>/stand/<int:status>/loeschen/", way.status_remove, name="status_remove"),
    path("faelle/<uuid:pk>/ergebnisse/neu/", way.outcome_create, name="outcome_create"),
    path("faelle/<uuid:pk>/ergebnisse/<int:outcome>/", way.outcome_change, name="outcome_change"),
    path("faelle/<uuid:pk>/ergebnisse/<int:outcome>/loeschen/", way.outcome_remove, name="outcome_remove"),
    path("faelle/<uuid:pk>/besprochen/neu/", way.explained_create, name="explained_create"),
    path("faelle/<uuid:pk>/besprochen/<int:explained>/loeschen/", way.explained_remove, name="explained_remove"),
]
_goals = [
    path("faelle/<uuid:pk>/ziele/", goal.goals, name="goals"),
    path("faelle/<uuid:pk>/ziele/neu/", goal.goal_create, name="goal_create"),
    path("faelle/<uuid:pk>/ziele/kleine/", goal.small_goals, name="small_goals"),
    path("faelle/<uuid:pk>/ziele/auswertung/", goal.review_plan, name="review_plan"),
    path("faelle/<uuid:pk>/ziele/<uuid:goal>/", goal.goal_change, name="goal_change"),
    path("faelle/<uuid:pk>/ziele/<uuid:goal>/schritte/", goal.steps, name="goal_steps"),
    path("faelle/<uuid:pk>/ziele/<uuid:goal>/stand/", goal.goal_state, name="goal_state"),
    path("faelle/<uuid:pk>/ziele/<uuid:goal>/erreicht/", goal.goal_reached, name="goal_reached"),
    path("faelle/<uuid:pk>/ziele/<uuid:goal>/zurueck/", goal.goal_undo, name="goal_undo"),
    path("faelle/<uuid:pk>/ziele/<uuid:goal>/loeschen/", goal.goal_remove, name="goal_remove"),
    path("faelle/<uuid:pk>/wuensche/neu/", goal.wish_create, name="wish_create"),
    path("faelle/<uuid:pk>/wuensche/<uuid:wish>/", goal.wish_change, name="wish_change"),
    path("faelle/<uuid:pk>/wuensche/<uuid:wish>/loeschen/", goal.wish_remove, name="wish_remove"),
    path("faelle/<uuid:pk>/mein-weg/", my_way.my_way, name="my_way"),
]
_client = [
    path("faelle/<uuid:pk>/person/", client.client_change, name="client_change"),
    path("faelle/<uuid:pk>/kontaktwege/neu/", client.channel_create, name="channel_create"),
    path("faelle/<uuid:pk>/kontaktwege/<uuid:channel>/", client.channel_change, name="channel_change"),
    path("faelle/<uuid:pk>/kontaktwege/<uuid:channel>/loeschen/", client.channel_remove, name="channel_remove"),
    path("faelle/<uuid:pk>/sprachen/neu/", client.language_create, name="language_create"),
    path("faelle/<uuid:pk>/sprachen/<int:spoken>/", client.language_change, name="language_change"),
    path("faelle/<uuid:pk>/sprachen/<int:spoken>/loeschen/", client.language_remove, name="language_remove"),
]
_session = [
    path("beratung/neu/", session_log.session_new, name="session_new"),
    path("faelle/<uuid:pk>/beratung/neu/", session_log.session_create, name="session_create"),
    path("faelle/<uuid:pk>/beratung/seite/", session_log.session_side, name="session_side"),
    path("faelle/<uuid:pk>/beratung/<uuid:session>/", session.session_detail, name="session_detail"),
    path("faelle/<uuid:pk>/beratung/<uuid:session>/korrigieren/", session.session_correct, name="session_correct"),
]
_agenda = [
    path("aufgaben/neu/", task.task_create, name="task_create"),
    path("aufgaben/<uuid:task>/", task.task_change, name="task_change"),
    path("aufgaben/<uuid:task>/erledigt/", task.task_settle, name="task_settle"),
    path("aufgaben/<uuid:task>/wieder-offen/", task.task_reopen, name="task_reopen"),
    path("termine/neu/", appointment.appointment_create, name="appointment_create"),
    path("termine/hinweise/", appointment.appointment_hints, name="appointment_hints"),
    path("termine/<uuid:appointment>/", appointment.appointment_detail, name="appointment_detail"),
    path("termine/<uuid:appointment>/aendern/", appointment.appointment_change, name="appointment_change"),
    path("termine/<uuid:appointment>/absagen/", appointment.appointment_cancel, name="appointment_cancel"),
    path("termine/<uuid:appointment>/doch/", appointment.appointment_restore, name="appointment_restore"),
    path("termine/<uuid:appointment>/nicht-zustande/", appointment.appointment_not_held, name="appointment_not_held"),
    path("faelle/<uuid:pk>/fristen/<int:deadline>/gesehen/", deadline.deadline_seen, name="deadline_seen"),
    path("faelle/<uuid:pk>/fristen/<int:deadline>/wieder/", deadline.deadline_unseen, name="deadline_unseen"),
    path("faelle/<uuid:pk>/zeiten/", client_time.times, name="times"),
    path("faelle/<uuid:pk>/zeiten/<int:time>/entfernen/", client_time.time_remove, name="time_remove"),
]
_grants = [
    path("uebergabe/", handover.handovers, name="handovers"),
    path("uebergabe/blatt/", handover.sheet, name="handover_sheet"),
    path("uebergabe/<int:person>/", handover.hand_over, name="hand_over"),
    path("vertretung/", grant.cover, name="cover"),
    path("vertretung/beenden/", grant.cover_end, name="cover_end"),
    path("notfall/", grant.emergency, name="emergency"),
    path("notfaelle/", grant.reviews, name="reviews"),
    path("team/zugriffe/", access_review.access_reviews, name="access_reviews"),
    path("sperren/", grant.locks, name="locks"),
    path("sperren/<uuid:lock>/aufheben/", grant.lock_lift, name="lock_lift"),
    path("faelle/<uuid:pk>/begruendung/", grant.reason, name="reason"),
    path("faelle/<uuid:pk>/begruendung/geschuetztes/", grant.restricted, name="restricted"),
    path("faelle/<uuid:pk>/zugriff/", grant.access, name="access"),
    path("faelle/<uuid:pk>/zugriff/<uuid:grant>/beenden/", grant.grant_end, name="grant_end"),
    path("faelle/<uuid:pk>/zugriff/<uuid:grant>/nachsehen/", grant.review, name="review"),
    path("faelle/<uuid:pk>/sperre/", grant.lock_create, name="lock_create"),
]
_notices = [
    path("hinweise/", notice.notices, name="notices"),
    path("hinweise/neu/", notice.notice_create, name="notice_create"),
    path("hinweise/<uuid:notice>/aufgabe/", notice.notice_task, name="notice_task"),
    path("hinweise/<uuid:notice>/verwerfen/", notice.notice_discard, name="notice_discard"),
    path("hinweise/<uuid:notice>/aufnehmen/", notice.notice_reopen, name="notice_reopen"),
]

_budget = [
    path("faelle/<uuid:pk>/lage/haushalt/neu/", budget.budget_create, name="budget_create"),
    path("faelle/<uuid:pk>/lage/haushalt/<int:budget>/", budget.budget_detail, name="budget"),
    path("faelle/<uuid:pk>/lage/haushalt/<int:budget>/aendern/", budget.budget_change, name="budget_change"),
    path("faelle/<uuid:pk>/lage/haushalt/<int:budget>/uebernehmen/", budget.budget_copy, name="budget_copy"),
    path("faelle/<uuid:pk>/lage/haushalt/<int:budget>/loeschen/", budget.budget_remove, name="budget_remove"),
]
_records = [
    address
    for name, kind in record.KINDS.items()
    for base in [f"faelle/<uuid:pk>/lage/{kind.slug}"]
    for address in (
        path(f"{base}/neu/", record.record_create, {"kind": name}, name=f"{name}_create"),
        path(f"{base}/<int:{name}>/", record.record_change, {"kind": name}, name=f"{name}_change"),
        path(f"{base}/<int:{name}>/loeschen/", record.record_remove, {"kind": name}, name=f"{name}_remove"),
    )
]


_checklists = [
    path("faelle/<uuid:pk>/checklisten/", checklist.checklists, name="checklists"),
    path("faelle/<uuid:pk>/checklisten/neu/", checklist.start, name="checklist_start"),
    path("faelle/<uuid:pk>/checklisten/aus-vorlage/", checklist.copy, name="checklist_copy"),
    path("faelle/<uuid:pk>/checklisten/<uuid:checklist>/weglegen/", checklist.put_away, name="checklist_put_away"),
    path("faelle/<uuid:pk>/checklisten/<uuid:checklist>/hervorholen/", checklist.take_back, name="checklist_take_back"),
    path("faelle/<uuid:pk>/checklisten/<uuid:checklist>/neu/", checklist.item_add, name="checklist_item_add"),
    path("faelle/<uuid:pk>/checklisten/punkte/<int:item>/", checklist.item_change, name="checklist_item_change"),
    path("faelle/<uuid:pk>/checklisten/punkte/<int:item>/stand/", checklist.item_settle, name="checklist_item_settle"),
    path("faelle/<uuid:pk>/checklisten/punkte/<int:item>/platz/", checklist.item_move, name="checklist_item_move"),
    path(
        "faelle/<uuid:pk>/checklisten/punkte/<int:item>/loeschen/", checklist.item_remove, name="checklist_item_remove"
    ),
]

urlpatterns = [
    *_agenda,
    *_cases,
    *_rooms,
    *_way,
    *_goals,
    *_client,
    *_session,
    *_grants,
    *_notices,
    *_records,
    *_budget,
    *_checklists,
]
