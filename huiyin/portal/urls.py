"""The customer's pages."""

from django.urls import URLPattern, URLResolver, path, re_path

from huiyin.portal import acts, complain, follow, pages, proof, sending

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.home, name="portal_home"),
    path("how", pages.how, name="portal_how"),
    path("proof", proof.show, name="portal_proof"),
    path("proof/keys.json", proof.keys, name="portal_proof_keys"),
    path(".well-known/huiyin-keys.json", proof.keys, name="portal_well_known_keys"),
    path("proof/verify_huiyin.py", proof.verifier, name="portal_verifier"),
    path("complain", complain.step, {"name": "what"}, name="portal_begin"),
    re_path(r"^complain/(?P<name>what|who|reach)$", complain.step, name="portal_complain"),
    path("complain/discard", complain.discard, name="portal_discard"),
    path("complain/receipt", complain.receipt, name="portal_receipt"),
    path("uploads", sending.begin, name="portal_uploads"),
    path("uploads/<str:upload_id>", sending.go_on, name="portal_upload"),
    path("follow", follow.enter, name="portal_open"),
    path("follow/leave", follow.leave, name="portal_leave"),
    path("follow/<str:number>", follow.enter, name="portal_open"),
    path("follow/<str:number>/story", follow.story, name="portal_story"),
    path("follow/<str:number>/files/<uuid:file>", follow.file, name="portal_file"),
    path("follow/<str:number>/message", acts.message, name="portal_message"),
    path("follow/<str:number>/satisfaction", acts.satisfaction, name="portal_satisfaction"),
    path("follow/<str:number>/review", acts.review, name="portal_review"),
    path("follow/<str:number>/review/withdrawal", acts.withdraw_review, name="portal_withdraw_review"),
    path("follow/<str:number>/mediation", acts.mediation, name="portal_mediation"),
    path("follow/<str:number>/withdrawal", acts.withdrawal, name="portal_withdrawal"),
]
