"""The customer's pages."""

from django.urls import URLPattern, URLResolver, path, re_path

from huiyin.portal import acts, chat, complain, follow, pages, proof, sending

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
    path("chat/widget.js", chat.widget, name="chat_widget"),
    path("chat/begin", chat.begin, name="chat_begin"),
    path("chat/say", chat.say, name="chat_say"),
    path("chat/news", chat.news, name="chat_news"),
    path("chat/end", chat.end, name="chat_end"),
    path("chat/transcript", chat.transcript, name="chat_transcript"),
    path("chat/<slug:key>", chat.window, name="chat_window"),
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
