"""The closed lists of a rule in words, in both languages: events, facts, calendars. For forms and comparisons."""

from collections.abc import Mapping

from huiyin.core.words import Words

#: Which events belong together, for pick lists. Every event stands in exactly one group.
EVENT_GROUPS: Mapping[str, tuple[Words, tuple[tuple[str, str, str], ...]]] = {
    "complaint": (
        Words("投诉办理", "Handling a complaint"),
        (
            ("received", "收到投诉", "complaint received"),
            ("acknowledged", "确认收到", "receipt acknowledged"),
            ("accepted", "受理", "accepted"),
            ("not_proceeded", "不予处理", "not proceeded with"),
            ("rerouted", "转有权处理的单位", "rerouted"),
            ("responded", "人工首次答复", "answered by a person"),
            ("major_declared", "认定为重大", "declared a major matter"),
            ("plan_made", "处置方案完成", "plan made"),
            ("progress_told", "告知进展", "progress told"),
            ("told_late", "告知延期", "told that it takes longer"),
            ("summary_resolved", "即时化解", "resolved summarily"),
            ("new_material", "收到新材料", "new material received"),
            ("date_agreed", "双方约定日期", "another date agreed"),
            ("decision_notified", "处理决定已告知", "decision told"),
            ("decision_received", "处理决定已送达", "decision received"),
        ),
    ),
    "turns": (
        Words("暂停、核查与监管", "Pauses, reviews, regulator"),
        (
            ("appraisal_started", "鉴定开始", "appraisal started"),
            ("appraisal_ended", "鉴定结束", "appraisal ended"),
            ("mediation_started", "调解开始", "mediation started"),
            ("mediation_ended", "调解结束", "mediation ended"),
            ("review_applied", "申请核查", "review applied for"),
            ("review_notified", "核查决定已告知", "outcome of the review told"),
            ("regulator_referred", "监管转来", "referred by the regulator"),
            ("regulator_assigned", "监管交办", "assigned by the regulator"),
            ("regulator_answered", "已答复监管", "regulator answered"),
        ),
    ),
    "claim": (
        Words("理赔", "Claims"),
        (
            ("claim_reported", "报案", "claim reported"),
            ("claim_filed", "提出理赔申请", "claim filed"),
            ("claim_acknowledged", "确认收到理赔申请", "claim acknowledged"),
            ("claim_documents_listed", "一次性告知所需材料", "needed documents named"),
            ("claim_proof_received", "理赔材料收齐", "proof of the claim complete"),
            ("claim_investigated", "理赔调查完成", "claim investigated"),
            ("claim_inquiry", "理赔询问", "question about a claim"),
            ("claim_inquiry_answered", "理赔询问已答复", "question about a claim answered"),
            ("claim_status_told", "告知理赔进度", "state of the claim told"),
            ("claim_decided", "作出核定", "claim decided"),
            ("claim_refused", "决定不予赔付", "claim refused"),
            ("claim_refusal_sent", "拒赔通知已发出", "refusal of the claim sent"),
            ("claim_agreed", "达成赔付协议", "payment agreed"),
            ("claim_advanced", "先予支付", "advance paid"),
            ("claim_paid", "赔款已支付", "claim paid"),
            ("claim_completed", "理赔全部完成", "claim completed"),
        ),
    ),
    "service": (
        Words("保单服务", "Service of policies"),
        (
            ("application_defective", "投保资料有缺陷", "application found defective"),
            ("application_defects_told", "已告知投保资料缺陷", "defects of the application told"),
            ("contract_made", "合同成立", "contract made"),
            ("contract_delivered", "合同已送达", "contract delivered"),
            ("visited", "完成回访", "return visit made"),
            ("visit_problem_found", "回访发现问题", "problem found in the return visit"),
            ("visit_problem_solved", "回访问题已解决", "problem of the return visit solved"),
            ("request_received", "收到服务请求", "request received"),
            ("request_responded", "答复服务请求", "request answered for the first time"),
            ("request_accepted", "受理服务请求", "request accepted"),
            ("request_papers_told", "已一次性告知所缺材料", "missing papers told"),
            ("request_ended", "服务请求结束", "request ended"),
            ("service_requested", "申请保全", "service requested"),
            ("service_accepted", "受理保全", "service accepted"),
            ("service_defective", "保全资料有缺陷", "service request found defective"),
            ("service_defects_told", "已告知保全资料缺陷", "defects of the service request told"),
            ("service_complete_papers", "保全资料收齐", "papers of the service complete"),
            ("service_completed", "保全办结", "service completed"),
            ("policy_lapsed", "保单效力中止", "policy lapsed"),
            ("lapse_told", "已告知效力中止", "lapse told"),
            ("surrender_requested", "申请退保", "surrender requested"),
            ("surrender_paid", "退保金已支付", "surrender value paid"),
            ("seller_left", "销售人员离职", "seller left"),
            ("holders_told", "已告知投保人", "policy holders told"),
            ("recording_defect_found", "发现双录缺陷", "defect of the recording found"),
            ("recording_defect_mended", "双录缺陷已整改", "defect of the recording mended"),
            ("product_changed", "产品信息变更", "product changed"),
            ("product_change_published", "产品变更已公布", "change of the product published"),
            ("sale_stopped", "停止销售", "sale stopped"),
            ("sale_stop_published", "停售已公布", "stop of the sale published"),
        ),
    ),
    "privacy": (
        Words("数据与个人信息", "Data and personal information"),
        (
            ("incident_found", "发现安全事件", "incident found"),
            ("incident_first_reported", "事件首报", "incident first reported"),
            ("incident_reported", "事件书面报告", "incident reported in writing"),
            ("incident_status_told", "事件续报", "state of the incident told"),
            ("incident_ended", "事件处置结束", "incident ended"),
            ("incident_reviewed", "事件复盘报告", "incident reviewed"),
            ("persons_told", "已告知个人", "persons told"),
            ("flaw_found", "发现漏洞", "flaw found"),
            ("flaw_reported", "漏洞已报告", "flaw reported"),
            ("rights_requested", "个人行使权利", "right asked for"),
            ("rights_answered", "权利请求已答复", "right answered"),
        ),
    ),
    "reports": (
        Words("年度报告", "Yearly reports"),
        (
            ("review_year_ended", "考核年度结束", "year under review ended"),
            ("report_filed", "报告已报送", "report filed"),
        ),
    ),
}
EVENT_NAMES: Mapping[str, Words] = {
    code: Words(zh, en) for _title, rows in EVENT_GROUPS.values() for code, zh, en in rows
}

#: The facts that conditions may ask for; what is not named here is shown by its code.
FACT_NAMES: Mapping[str, Words] = {
    "major": Words("重大事项", "major matter"),
    "decided_by": Words("作出决定的机构", "who decided"),
    "receipt_proof": Words("送达日期的证明", "proof of the day of receipt"),
    "due_on": Words("来函写明的日期", "date named in the letter"),
    "line": Words("险种", "line of insurance"),
    "channel": Words("受理渠道", "channel"),
    "sales_channel": Words("销售渠道", "sales channel"),
    "severity": Words("投诉等级", "grade"),
    "code": Words("投诉类别", "class of the complaint"),
    "kind": Words("事项种类", "kind of matter"),
    "product": Words("产品", "product"),
    "cover": Words("保障类型", "cover"),
    "small": Words("小额案件", "small claim"),
    "complex": Words("情形复杂", "complex matter"),
    "hardship": Words("经济困难", "financial hardship"),
    "disaster": Words("重大灾害", "declared disaster"),
    "traceable": Words("可回溯业务", "recorded sale"),
    "insurer_data": Words("保险公司数据", "data of the insurer"),
    "incident_grade": Words("事件等级", "grade of the incident"),
    "critical": Words("关键设施", "critical system"),
    "endangers_state": Words("危害国家安全", "endangers the state"),
}

CALENDAR_NAMES: Mapping[str, Words] = {
    "cn": Words("中国内地", "Mainland China"),
    "hk": Words("中国香港", "Hong Kong"),
    "sg": Words("新加坡", "Singapore"),
    "uk": Words("英国", "United Kingdom"),
    "us": Words("美国", "United States"),
    "eu": Words("欧盟", "European Union"),
    "au": Words("澳大利亚", "Australia"),
}


def name_of(names: Mapping[str, Words], code: str, language: str) -> str:
    """A code in words; the code itself where nobody gave it words."""
    found = names.get(code)
    return found.in_language(language) if found else code
