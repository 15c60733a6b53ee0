"""The pages of assignment: people, pool, rules."""

from django.urls import path

from huiyin.console.assignment import drafts, trials
from huiyin.console.team import matters, own, people, pool, replies

urlpatterns = [
    path("team/", people.listed, name="team"),
    path("team/replies/", replies.listed, name="team_replies"),
    path("team/<uuid:user_id>/", people.one, name="team_person"),
    path("team/<uuid:user_id>/matters/", matters.show, name="team_matters"),
    path("team/<uuid:user_id>/<slug:step>", people.act, name="team_person_act"),
    path("me/absences/", own.absences, name="me_absences"),
    path("me/absences/<uuid:absence_id>/end", own.end, name="me_absence_end"),
    path("me/back/", matters.back, name="me_back"),
    path("pool/", pool.show, name="pool"),
    path("pool/next", pool.take_next, name="pool_next"),
    path("pool/<str:number>/take", pool.take, name="pool_take"),
    path("complaints/<str:number>/owner/", pool.why, name="case_owner"),
    path("assignment/", drafts.listed, name="assignment"),
    path("assignment/new", drafts.new, name="assignment_new"),
    path("assignment/<uuid:draft_id>/", drafts.one, name="assignment_draft"),
    path("assignment/<uuid:draft_id>/rules/<int:place>/", drafts.rule, name="assignment_rule"),
    path("assignment/<uuid:draft_id>/trials/", trials.start, name="assignment_trials"),
    path("assignment/<uuid:draft_id>/trials/<uuid:trial_id>/", trials.one, name="assignment_trial"),
    path("assignment/<uuid:draft_id>/<slug:step>", drafts.act, name="assignment_act"),
]
