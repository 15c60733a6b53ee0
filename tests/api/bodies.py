"""A body for every operation that takes one, by the last part of its address."""

from typing import Any

NOBODY = "00000000-0000-7000-8000-000000000000"
AT = "2026-03-02T10:00:00+08:00"
WHY = {"reason": "写明理由，不少于四个字"}
BODIES: dict[str, Any] = {
    "check_identity": {"how": "与保单核对并回拨电话"},
    "accept": {},
    "decline": {"reason": "not_ours", "explanation": "该产品不是我公司销售的，请联系出单公司。"},
    "reroute": {"to_kind": "inquiry", **WHY},
    "respond": {"text": "您好，我们正在核实。"},
    "classify": {"labels": [{"code": "C21"}], "primary": "C21"},
    "grade": {"severity": "L3", **WHY},
    "flags": {"flags": ["media"], **WHY},
    "dispatch": {},
    "hand_over": {"to": "E003", **WHY},
    "name_investigator": {"user": "E004"},
    "recuse": {"user": "E002", "ground": "declared", **WHY},
    "recusals/lift": WHY,
    "major_plan": {"text": "由总公司消保部牵头，三日内完成摸排，统一答复口径，逐户沟通，并按要求报告进展。"},
    "plan_sources": {"plans": {"customer_contact": "了解经过"}},
    "investigate": None,
    "finish_source": {"source": "third_party", "result": "已核对，记录齐全。"},
    "record_finding": {"truth": "投诉属实。", "cause": "误读体检报告", "scope": "仅涉及本案客户一人"},
    "review_finding": {"approved": True},
    "set_liability": {
        "parties": [
            {
                "party": "理赔部", "kind": "unit", "share": 100, "verdict": "upheld", "within_insurer": True,
                "legal_ground": "保险法第二十三条",
            }
        ]
    },
    "reinvestigate": {"sources": ["third_party"], **WHY},
    "assess_risk": {
        "internal_audit": False, "internal_audit_reason": "个别失误", "regulator": False,
        "regulator_reason": "未达到报告标准",
    },
    "propose_plan": {"compensation": "0.00", "compensation_text": "客户放弃金钱赔偿"},
    "approve_plan": WHY,
    "send_back_plan": WHY,
    "execute": {"tasks": [{"kind": "service", "title": "致电道歉", "assignee": "E002"}]},
    "add_task": {"kind": "other", "title": "回电", "assignee": "E002"},
    "complete_task": {"task_id": NOBODY},
    "pay": {"task_id": NOBODY, "amount": "1.00", "paid_at": AT, "reference": "P-1", "proof_evidence_id": NOBODY},
    "cancel_task": {"task_id": NOBODY, **WHY},
    "draft_decision": {},
    "issue_decision": None,
    "notify": {"method": "posted", "reference": "EMS 1"},
    "record_attempt": {"method": "phone", "tried_at": AT, "reference": "外呼 1"},
    "conclude_unreachable": WHY,
    "record_receipt": {"received_at": AT, "proof_evidence_id": NOBODY},
    "notices/tell_again": {"method": "posted", "reference": "EMS 2"},
    "ask_satisfaction": {"method": "phone"},
    "answer_satisfaction": {"score": 4},
    "rectify": {
        "problem": "体检报告误读", "measure": "培训", "unit": "JS-CP", "responsible": "E003", "due_on": "2099-12-31",
    },
    "rectifications/finish": {"proof": "培训已完成"},
    "rectifications/verify": {"works": True, "note": "抽查无误读"},
    "promises": {"text": "周五前回电", "due_at": "2099-12-31T10:00:00+08:00"},
    "keep_promise": {"promise_id": NOBODY, "note": "已回电"},
    "change_promise": {"promise_id": NOBODY, "way": "released", "proof": "电话中同意免除"},
    "close": {"close_code": "resolved"},
    "reopen": {"ground": "recurrence", "material_received_at": AT, **WHY},
    "request_extension": WHY,
    "approve_extension": None,
    "refuse_extension": WHY,
    "agree_date": {"until": "2099-12-31", "proof_evidence_id": NOBODY},
    "suspend": {"ground": "test", "body": "检测中心", "requested_at": AT, **WHY},
    "resume": {"suspension_id": NOBODY, "result": "合格", "resumed_at": AT},
    "withdraw": {"pressure_denied": True, "signed_evidence_id": NOBODY},
    "drop_withdrawal": WHY,
    "unmerge": WHY,
    "apply_review": {"grounds": "赔付金额计算有误"},
    "decide_review": {
        "process_finding": "过程合规", "timing_finding": "在期限内", "outcome_finding": "结果正确",
        "verdict": "upheld", "conclusion": "维持原处理决定。", "grounds": "条款第五条",
    },
    "refuse_review": WHY,
    "withdraw_review": None,
    "start_mediation": {"body": "调解中心"},
    "agree_mediation": {"side": "insurer"},
    "end_mediation": {"result": "failed", "result_text": "未达成一致"},
    "escalate": {"to": "court", "body": "玄武区人民法院"},
    "answer_escalation": {"escalation_id": NOBODY, "text": "已书面答复。", "proof_evidence_id": NOBODY},
    "demands": {"text": "书面道歉"},
    "messages": {"channel": "email", "text": "补充说明"},
    "notes": {"text": "内部备注"},
    "custody": {"kind": "inspected"},
    "evidence/verify": None,
    "publish": WHY,
    "people": {"name": "王五", "role": "witness"},
    "correct": {"values": {"phone": "13900000000"}, **WHY},
    "authority": {"evidence_id": NOBODY},
    "reveal": {"fields": ["phone"], **WHY},
    "staff": {"user": "E003", "role": "watcher"},
    "staff/end": None,
    "dossiers": WHY,
    "/bulk/complaints": {"rows": [{"channel": "phone", "text": "无人接听，请回电。", "people": [{"name": "李春梅"}]}]},
    "/bulk/steps": {"rows": [{"number": NOBODY, "step": "accept", "body": {}}]},
    "/webhooks": {"name": "CRM", "url": "https://hooks.example.com/in"},
    "/webhooks/{webhook_id}/test": None,
    "/webhooks/{webhook_id}/rotate": None,
    "/webhooks/{webhook_id}/off": {},
    "/webhooks/{webhook_id}/on": None,
    "/webhooks/{webhook_id}/remove": None,
    "/webhooks/{webhook_id}/messages/{message_id}/again": None,
    "/templates": {
        "key": "got-it", "name": "收到", "purpose": "reply", "unit": "JS", "text_zh": "您的投诉已收到。",
        "text_en": "We have your complaint.", "from_on": "2099-01-01",
    },
    "/templates/{template_id}/versions": {"text_zh": "已收到。", "text_en": "Received.", "from_on": "2099-01-01"},
    "/templates/{template_id}/versions/{version_id}/approve": None,
    "/templates/{template_id}/versions/{version_id}/reject": WHY,
    "/templates/{template_id}/versions/{version_id}/withdraw": None,
    "/templates/{template_id}/retire": None,
    "/templates/{template_id}/restore": None,
    "/macros": {"name": "等材料", "unit": "JS", "steps": [{"kind": "note", "text": "等材料"}]},
    "/macros/{macro_id}/change": {"name": "等材料", "seen": 1, "steps": [{"kind": "note", "text": "等材料"}]},
    "/macros/{macro_id}/retire": None,
    "/macros/{macro_id}/restore": None,
    "macros": {},
    "messages/move": {"into": NOBODY, **WHY},
    "messages/split": WHY,
    "moves/undo": None,
    "watch": None,
    "watch/end": None,
    "/handbook/lint": {"text": "根据《保险法》第二十三条，应当及时核定。"},
    "/handbook/drafts": {
        "pack": "cn-handbook-2025", "code": "complaint.first_response", "effective_from": "2099-01-01", **WHY
    },
    "/handbook/calendars": {
        "year": 2027, "source": "通知", "days": [{"date": "2027-01-01", "name": "元旦", "off": True}]
    },
    "/tags": {"name": "代理退保", "colour": "teal"},
    "/tags/{tag_id}/change": {"name": "代理退保"},
    "/tags/{tag_id}/merge": {"into": NOBODY},
    "/tags/{tag_id}/unmerge": None,
    "/tags/{tag_id}/retire": None,
    "/tags/{tag_id}/revive": None,
    "tags": {"name": "代理退保"},
    "tags/remove": None,
    "links/remove": None,
    "/checklists": {
        "code": "intake", "title_zh": "受理前", "title_en": "Before accepting", "stage": "received",
        "lines": [{"zh": "核对保单", "en": "Look at the policy"}],
    },
    "/checklists/{list_code}/retire": None,
    "checklists/done": None,
    "checklists/open": None,
    "checklists/waive": WHY,
    "/fields": {"key": "loss", "type": "money", "label_zh": "损失金额", "label_en": "Loss"},
    "/fields/{key}/retire": None,
    "fields": {"values": {"loss": "12.50"}},
    "fields/reveal": WHY,
    "text": {"seen": 1, "body": {}, "effective_from": "2099-01-01", **WHY},
    "examples": {"seen": 1, "says": "x", "start": "2026-11-01", "due_at": None},
    "confirm": {"seen": 1},
    "remove": {"seen": 1},
    "replays": {},
    "cancel": None,
    "submit": {"seen": 1},
    "approve": {"seen": 1},
    "reject": {"seen": 1, **WHY},
    "/units/JS/packs": {"packs": ["cn-complaints-2020"], "since": "2099-01-01"},
    "withdraw_rule": {"seen": 1, **WHY},
    "notice": {"seen": 1, "source": "通知", "days": []},
}  # fmt: skip


def body_of(path: str, number: str) -> Any:
    """The body for a path of the document; KeyError when nobody wrote one."""
    if "_id}" in path and path.startswith("/handbook/"):
        last = path.rsplit("/", 1)[1]
        other = {"withdraw": "withdraw_rule"} | ({"text": "notice"} if "{calendar_id}" in path else {})
        return BODIES[other.get(last, last)]
    if "{number}" not in path:
        return BODIES[path]
    if path.endswith("/links"):
        return {"relation": "same_event", "other": number}
    if path.endswith("/merge"):
        return {"into": number}
    parts = [part for part in path.split("/{number}/", 1)[1].split("/") if not part.startswith("{")]
    return BODIES["/".join(parts) if "/".join(parts) in BODIES else parts[-1]]
