"""One whole letter of each kind, as the tests of documents set them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from huiyin.core.documents import letters as kinds
from huiyin.core.documents import parts

SENDER = parts.Sender(
    insurer="恒泽保险股份有限公司",
    unit="杭州分公司消费者权益保护部",
    phone="400-000-0000",
    address="浙江省杭州市上城区钱江路100号",
    email="tousu@example.com",
    website="www.example.com",
    channels=(
        parts.Channel(name="总公司投诉电话", value="95500-0"),
        parts.Channel(name="现场接待", value="各营业网点，工作日 9:00–17:00"),
    ),
)
TO = parts.Recipient(name="张龘㑇", honorific="女士", address=("310000", "浙江省杭州市西湖区文三路1号"))
CASE = parts.CaseRef(
    number="TS-2026-000123",
    received_at=datetime(2026, 2, 1, 1, 30, tzinfo=UTC),
    subject="住院医疗费用理赔核定时间过长且赔付金额有异议",
    policy="安心百万医疗保险（保单尾号 4821）",
    channel="客户服务热线",
)
CONTACT = parts.Contact(name="王䶮", phone="0571-8800 0000", email="wang@example.com")
LAW = "《银行业保险业消费投诉处理管理办法》"
COMMON: dict[str, Any] = {
    "sender": SENDER,
    "number": "恒泽杭消保〔2026〕15号",
    "dated": date(2026, 2, 13),
    "to": TO,
    "case": CASE,
}
FOR_CASE: dict[str, Any] = {**COMMON, "contact": CONTACT}
REMEDIES = parts.Remedies(
    review=parts.ReviewRight(
        unit="恒泽保险股份有限公司总公司消费者权益保护部",
        how="邮寄至上海市浦东新区世纪大道1号，或者发送至 hecha@example.com",
        apply_within_days=30,
        decided_within_days=30,
    ),
    mediators=(
        parts.Channel(name="浙江省保险合同纠纷人民调解委员会", value="0571-8700 0000"),
        parts.Channel(name="杭州市金融纠纷调解中心", value="0571-8711 0000"),
    ),
)
DEMANDS = (
    parts.Demand(
        text="补付住院期间社保外用药费用",
        outcome="partly",
        answer="经重新核定，7 项社保外用药中的 5 项属于条款约定的合理且必要的医疗费用，应当赔付；"
        "其余 2 项为保健用品，不在保险责任范围内。",
        amount=Decimal("12345.60"),
    ),
    parts.Demand(
        text="赔偿逾期赔付造成的利息损失",
        outcome="supported",
        answer="我们在收到齐全材料后未在约定时间内核定，应当赔偿您因此受到的损失。",
        amount=Decimal("86.05"),
    ),
    parts.Demand(
        text="对经办人员予以辞退",
        outcome="not_supported",
        answer="经办人员未尽及时告知义务，我们已按内部制度处理并安排培训；人事处分由公司依照规章制度决定。",
    ),
)
GROUNDS = (
    parts.Ground(
        reason="条款对“合理且必要的医疗费用”未排除社保目录以外的药品，对格式条款有两种以上解释的，应当作出有利于您的解释。",
        citations=(
            parts.Citation(source="《安心百万医疗保险条款》", clause="第2.3条"),
            parts.Citation(source="《中华人民共和国保险法》", clause="第三十条"),
        ),
    ),
    parts.Ground(
        reason="保险人未及时履行赔付义务的，除支付保险金外，应当赔偿被保险人因此受到的损失。",
        citations=(parts.Citation(source="《中华人民共和国保险法》", clause="第二十三条"),),
    ),
)
FACTS = (
    "您于2025年12月3日因急性阑尾炎在浙江大学医学院附属医院住院9天，发生医疗费用人民币48,210.33元。",
    "我们于2025年12月20日收到齐全的理赔材料，至2026年1月28日才作出核定，超过条款约定的时限。",
    "核定时未说明 7 项社保外用药不予赔付的具体理由，客服电话录音显示您三次询问均未得到明确答复。",
)
DEADLINES = (
    parts.Deadline(
        name="受理并告知您",
        due_at=datetime(2026, 2, 2, 1, 30, tzinfo=UTC),
        rule="收到投诉后 24 小时内",
        source="服务承诺 3.1-5",
    ),
    parts.Deadline(
        name="作出处理决定并告知您",
        due_at=datetime(2026, 2, 16, 16, 0, tzinfo=UTC),
        rule="自收到投诉之日起 15 日内（自然日，收到当日不计）；情况复杂的可以延长，延长会告知您",
        source=f"{LAW}第十八条",
        provisional=True,
    ),
)
STEPS = ("受理人员在 24 小时内与您联系，核对诉求。", "指定与本案无利害关系的人员调查。", "作出处理决定并书面告知您。")

DECISION = kinds.DecisionLetter(
    **FOR_CASE,
    by_branch=True,
    demands=DEMANDS,
    facts=FACTS,
    grounds=GROUNDS,
    remedies=REMEDIES,
    process="我们调阅了理赔案卷、医院病历和通话录音，并于2026年2月5日与您面谈核对。",
    measures=("修订社保外用药核定指引，自2026年3月1日起执行。", "2026年2月20日前由网点负责人当面向您致歉。"),
    payment="自本告知书送达之日起10日内汇入您指定的银行账户（尾号 6688）。",
    attachments=("理赔费用重新核定明细表", "与您面谈的记录"),
)

SAMPLES: tuple[kinds.Letter, ...] = (
    DECISION,
    kinds.Receipt(
        **FOR_CASE,
        demands=("补付住院期间社保外用药费用", "赔偿逾期赔付造成的利息损失"),
        deadlines=DEADLINES,
        next_steps=STEPS,
        follow=parts.Follow(url="https://example.com/follow", secret="7K4M-9QTX", phone="400-000-0000"),
    ),
    kinds.AcceptanceNotice(
        **FOR_CASE,
        accepted_at=datetime(2026, 2, 1, 8, 0, tzinfo=UTC),
        demands=("补付住院期间社保外用药费用",),
        deadlines=DEADLINES,
        next_steps=STEPS,
        rights=("可以申请与本案有利害关系的人员回避。", "可以随时补充材料或者撤回投诉。"),
    ),
    kinds.NotProceededNotice(
        **FOR_CASE,
        decided_at=datetime(2026, 2, 1, 9, 0, tzinfo=UTC),
        reason="您投诉的保险合同由其他保险公司签发，不是本公司的产品或者服务。",
        grounds=(
            parts.Ground(
                reason="投诉应当向提供产品或者服务的机构提出。",
                citations=(parts.Citation(source=LAW, clause="第十八条"),),
            ),
        ),
        where_to_turn=("出具保单的保险公司：请拨打保单上载明的客户服务电话。",),
        challenge=("致电总公司消费者权益保护部 400-000-0000 要求复核。", "拨打 12378 银行保险消费者投诉维权热线。"),
    ),
    kinds.ExtensionNotice(
        **FOR_CASE,
        old_limit=datetime(2026, 2, 16, 16, 0, tzinfo=UTC),
        new_limit=datetime(2026, 3, 3, 16, 0, tzinfo=UTC),
        total_days=30,
        reason="医院病历需由就诊医院档案室调取，预计2月20日取得。",
        approver_level="分公司负责人",
        approved_at=datetime(2026, 2, 13, 2, 0, tzinfo=UTC),
        rule="情况复杂的投诉，处理期限可以延长至自收到投诉之日起30日。",
        source=f"{LAW}第十八条",
        done_so_far=("已调阅理赔案卷和通话录音。",),
    ),
    kinds.SuspensionNotice(
        **FOR_CASE,
        suspended_on=date(2026, 2, 6),
        reason="双方同意就伤残等级委托司法鉴定。",
        body="浙江某司法鉴定中心",
        until="鉴定意见书送达我们之日恢复计算。",
        limit_before=datetime(2026, 2, 16, 16, 0, tzinfo=UTC),
        source=f"{LAW}第十八条",
    ),
    kinds.ResumptionNotice(
        **FOR_CASE,
        suspended_on=date(2026, 2, 6),
        resumed_on=date(2026, 2, 20),
        days_left_out=14,
        reason="司法鉴定意见书已于2026年2月20日送达。",
        new_limit=datetime(2026, 3, 2, 16, 0, tzinfo=UTC),
    ),
    kinds.ReviewDecision(
        **FOR_CASE,
        decision_number="恒泽杭消保〔2026〕15号",
        decision_unit="杭州分公司",
        decision_dated=date(2026, 2, 13),
        applied_at=datetime(2026, 3, 1, 2, 0, tzinfo=UTC),
        application=("认为另外 2 项用品也应赔付。",),
        process_finding="调查由无利害关系的人员进行，三类来源均已取证。",
        timing_finding="自收到投诉至告知处理决定共12日，未超过15日。",
        result_finding="2 项用品中有 1 项为医嘱要求的护具，应当认定为必要的医疗费用。",
        outcome="changed",
        conclusion="变更原决定第一项，增加赔付1项护具费用，其余维持。",
        demands=(
            parts.Demand(text="补付护具费用", outcome="supported", answer="予以赔付。", amount=Decimal("680.00")),
        ),
        grounds=GROUNDS,
        remedies=parts.Remedies(mediators=REMEDIES.mediators, court="杭州市上城区人民法院"),
    ),
    kinds.ReviewNotAdmitted(
        **FOR_CASE,
        decision_number="恒泽杭消保〔2026〕15号",
        decision_unit="杭州分公司",
        decision_dated=date(2026, 2, 13),
        received_on=date(2026, 2, 14),
        applied_at=datetime(2026, 4, 1, 2, 0, tzinfo=UTC),
        reason="您的申请在收到处理决定30日之后提出，您也没有说明未能按时申请的原因。",
        grounds=(
            parts.Ground(
                reason="核查应当自收到处理决定之日起30日内申请。",
                citations=(parts.Citation(source=LAW, clause="第二十条"),),
            ),
        ),
        remedies=parts.Remedies(mediators=REMEDIES.mediators, court="杭州市上城区人民法院"),
    ),
    kinds.WithdrawalEndNotice(
        **FOR_CASE,
        withdrawn_at=datetime(2026, 2, 10, 2, 0, tzinfo=UTC),
        how="您本人签名的撤回申请书",
        kept_rights=("就同一事项出现新的事实和理由时，可以再次投诉。", "可以申请调解、仲裁或者提起诉讼。"),
        pressure_contact=parts.Contact(name="总公司投诉监督岗", phone="400-000-0001"),
    ),
    kinds.CaseSummary(
        sender=SENDER,
        number="ZY-2026-000123",
        dated=date(2026, 3, 20),
        case=CASE,
        rows=(parts.Row(name="投诉人", value="张龘㑇"), parts.Row(name="状态", value="已办结")),
        demands=("补付住院期间社保外用药费用",),
        facts=FACTS,
        liability="我公司承担主要责任（有责投诉）。",
        decisions=DEMANDS,
        deadlines=DEADLINES,
        timeline=(
            parts.Entry(at=datetime(2026, 2, 1, 1, 30, tzinfo=UTC), text="收到投诉", by="客服 李芳"),
            parts.Entry(at=datetime(2026, 2, 13, 6, 0, tzinfo=UTC), text="寄出处理决定告知书", by="王䶮"),
        ),
        evidence=(parts.Row(name="通话录音 20260105.wav", value="呼叫中心 SHA-256 " + "9f86d081884c7d65" * 4),),
    ),
    kinds.Derivation(
        sender=SENDER,
        number="SX-2026-000123-2",
        dated=date(2026, 2, 20),
        case=CASE,
        clock="处理决定（15 日）",
        rule="complaint.decision",
        rule_version="cn-complaints-2020 第 1 版",
        source=f"{LAW}第十八条",
        calendar_version="自然日，上海时间",
        started_at=datetime(2026, 2, 1, 1, 30, tzinfo=UTC),
        due_at=datetime(2026, 3, 2, 16, 0, tzinfo=UTC),
        steps=(
            parts.Step(period="2026-02-01 09:30", kind="start", text="收到投诉，当日不计"),
            parts.Step(period="2026-02-02 至 2026-02-05", kind="counted", text="自然日", counted="4 日"),
            parts.Step(period="2026-02-06 至 2026-02-19", kind="paused", text="司法鉴定", counted="0 日"),
            parts.Step(period="2026-02-20 至 2026-03-02", kind="counted", text="自然日", counted="11 日"),
            parts.Step(period="2026-03-02 24:00", kind="end", text="期限届满"),
        ),
    ),
)
