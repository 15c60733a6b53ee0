"""What is written and said at each step of a story: names to texts and sums, drawn from the content.

The same names, filled with marks instead of texts, are what a model case is played with (`model_lines`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from huiyin.core.time import SHANGHAI
from huiyin.demo import content
from huiyin.demo.script import Shape
from huiyin.demo.slots import spoken
from huiyin.demo.stories import Story

VERDICTS = {"up": "upheld", "part": "partly", "not": "not_upheld"}
SOURCES = {"customer": "customer_contact", "internal": "internal_system", "third": "third_party"}
_CENT = Decimal("0.01")
_ALWAYS_ASKED = ("书面答复处理结果", "说明办理进展和依据")
CLOSE_CODES = {"up": "resolved", "part": "settled", "not": "explained"}


@dataclass(frozen=True)
class Asked:
    """One demand and its answer."""

    text: str
    amount: Decimal | None
    result: str
    answer: str
    granted: Decimal | None


@dataclass(frozen=True)
class Lines:
    """Everything that is written for one story."""

    words: Mapping[str, str]
    asked: tuple[Asked, ...]
    compensation: Decimal
    score: int
    close_code: str


def lines(story: Story, shape: Shape) -> Lines:
    """The texts and sums of a story."""
    asked = _asked(story, shape)
    compensation = sum((one.granted or Decimal(0) for one in asked), Decimal(0))
    score = _score(story, shape)
    words = _handled(story, shape) | _decided(story, shape, compensation) | _ended(story, shape, score)
    words |= _turned(story)
    for place, one in enumerate(asked, start=1):
        words |= {f"asked{place}": one.text, f"answer{place}": one.answer}
    return Lines(words, asked, compensation, score, CLOSE_CODES[shape.outcome] if score > 2 else "disagreed")


def _asked(story: Story, shape: Shape) -> tuple[Asked, ...]:
    """Two demands; the first has the sum when money is paid."""
    sums = [one for one in story.demands if one.amount]
    others = [one.text for one in story.demands if not one.amount]
    texts = [*(sums[0].text for _ in sums[:1] if shape.money or not shape.upheld), *others, *_ALWAYS_ASKED][:2]
    amounts = [Decimal(sums[0].amount or 0).quantize(_CENT) if sums and texts[0] == sums[0].text else None, None]
    found: list[Asked] = []
    for text, amount in zip(texts, amounts, strict=True):
        granted = _granted(story, amount, shape.outcome)
        answer = story.pick("answers", shape.outcome)
        found.append(Asked(text, amount, VERDICTS[shape.outcome], answer, granted))
    return tuple(found)


def _granted(story: Story, amount: Decimal | None, result: str) -> Decimal | None:
    if amount is None or result == "not":
        return None
    if result == "up":
        return amount
    share = story.chance("share").uniform(0.18, 0.62)
    return max(Decimal(round(float(amount) * share / 10) * 10), Decimal(10)).quantize(_CENT)


def _score(story: Story, shape: Shape) -> int:
    weights = {"up": (2, 3, 12, 38, 45), "part": (8, 14, 30, 34, 14), "not": (26, 26, 26, 16, 6)}[shape.outcome]
    return int(story.chance("score").choices((1, 2, 3, 4, 5), weights)[0])


def _handled(story: Story, shape: Shape) -> dict[str, str]:
    """From the first word to the findings."""
    matter, key = story.matter, shape.outcome
    moment = story.received_at.astimezone(SHANGHAI).date()
    context = {"received": spoken(moment, moment), "promise": "三个工作日内", "number": "见回执", "owner": "投诉专员"}
    say = story.say
    first = content.path()["first_response"]["phone" if story.channel in ("phone", "visit") else "default"]
    words = {
        "subject": story.subject,
        "text": story.text,
        "identity": story.pick("identity"),
        "respond": say(story.chance("first").pick(first), **context),
        "progress": say(story.chance("progress").pick(content.path()["progress"]), **context),
        "note": story.pick("notes"),
        "dispatch": story.pick("dispatch_reason"),
        "review_note": story.pick("review_note"),
        "truth": say(matter.truth[key]),
        "cause": say(matter.cause[key]),
        "scope": say(matter.scope),
    }
    for source, code in SOURCES.items():
        keys = () if source == "customer" else (story.code[0],)
        words[f"plan_{source}"] = story.pick("sources", code, "plan", *keys)
        words[f"found_{source}"] = story.pick("sources", code, "none" if source == "third" else "done", *keys)
    kinds = content.path()["evidence"]
    for source, choice in (("internal", kinds[story.code[0]]), ("customer", kinds["customer"])):
        _kind, _source, title, name = story.chance("evidence", source).pick(choice)
        words[f"title_{source}"], words[f"file_{source}"] = title, name
        words[f"paper_{source}"] = say(content.path()["papers"][source], title=title)
    return words


def _decided(story: Story, shape: Shape, compensation: Decimal) -> dict[str, str]:
    """Liability, plan, letter and telling."""
    matter, key, say = story.matter, shape.outcome, story.say
    path = content.path()
    moment = story.received_at.astimezone(SHANGHAI).date()
    amount = f"{compensation:.2f}"
    improve = say(story.chance("improve").pick(matter.improve))
    process = say(story.chance("process").pick(matter.process))
    paid = path["compensation"]["paid" if compensation else "nothing"]
    pay = say(story.chance("paid").pick(paid), amount=amount)
    truth, cause, grounds = say(matter.truth[key]), say(matter.cause[key]), say(matter.grounds[key])
    letter = path["letter"]
    return {
        "party": story.say("{dept}") if key != "not" else "投诉人及公司均无责任",
        "legal_ground": grounds,
        "contract_ground": path["contract_ground"][key],
        "audit_reason": path["audit_reason"][key],
        "regulator_reason": path["regulator_reason"][key],
        "compensation": pay,
        "improve": improve,
        "process": process,
        "approve": story.pick("approve"),
        "outlier": story.pick("outlier"),
        "letter_process": _to_you(say(story.chance("lp").pick(letter["process"]), received=spoken(moment, moment))),
        "letter_facts": _to_you(say(letter["facts"], truth=truth, cause=cause)),
        "letter_grounds": _to_you(say(letter["grounds"], grounds=grounds)),
        "letter_outcome": _to_you(
            say(
                letter["outcome"],
                outcome=say(story.chance("lo").pick(path["outcome"][key])),
                pay=f"{pay}；",
                improve=improve,
            )
        ),
        "letter_follow": say(story.chance("lf").pick(path["follow_up"]), due="两个月内", owner="经办人"),
        "told": story.pick("phone_notice"),
        "call": f"TH{story.received_at:%y%m%d}{story.chance('call').randrange(10**5):05d}",
    }


def _ended(story: Story, shape: Shape, score: int) -> dict[str, str]:
    """Carrying out, the question, closing."""
    matter, say, path = story.matter, story.say, content.path()
    improve = say(story.chance("improve").pick(matter.improve))
    process = say(story.chance("process").pick(matter.process))
    reference = f"FK{story.received_at:%Y%m%d}{story.chance('pay').randrange(10**6):06d}"
    opinions = path["satisfaction"][score if shape.answer == "scored" else shape.answer]
    amount = f"{sum((one.granted or Decimal(0) for one in _asked(story, shape)), Decimal(0)):.2f}"
    return {
        "task_pay": f"支付补偿款{amount}元",
        "task_service": improve[:200],
        "task_process": process[:200],
        "paper_service": say(story.chance("sp").pick(path["service_proof"]), improve=improve),
        "paper_process": say(story.chance("pp").pick(path["process_proof"]), process=process),
        "paper_pay": path["pay_proof"],
        "title_service": "服务改进落实记录",
        "title_process": "流程优化落实证明",
        "title_pay": "付款回单",
        "file_service": "服务改进记录.txt",
        "file_process": "流程优化证明.txt",
        "file_pay": "付款回单.txt",
        "reference": reference,
        "problem": say(matter.cause[shape.outcome]),
        "measure": process,
        "rectified": f"已完成：{process}"[:400],
        "verified": "已抽查落实情况，措施有效",
        "opinion": say(story.chance("opinion").pick(opinions), owner="经办人"),
        "close": path["close_note"],
    }


def _turned(story: Story) -> dict[str, str]:
    """What is written where a story turns off the plain path."""
    path = content.path()
    appraiser, suspended = story.chance("appraiser").pick(path["suspend"]["appraisal"])
    kind = {"O41": "violation_report", "C11": "claim_filing"}.get(story.code, "inquiry")
    words = {
        "declined": story.pick("not_proceeded"),
        "withdrawn": story.pick("withdraw"),
        "title_withdrawal": "撤诉申请书（签字扫描件）",
        "file_withdrawal": "撤诉申请书.txt",
        "paper_withdrawal": "本人自愿撤回投诉，未受到任何施压、许诺或威胁。（签字扫描件，原件存档）",
        "rerouted_to": kind,
        "rerouted": path["reroute"][kind],
        "merged": story.pick("merge"),
        "extension": story.pick("extension"),
        "extension60": story.pick("extension60"),
        "appraiser": story.say(appraiser),
        "suspended": suspended,
        "resumed": story.pick("resume"),
        "mediator": story.pick("mediation"),
        "mediated": path["mediation_result"][0],
        "review_grounds": story.pick("review_grounds"),
        "regulator": story.say(path["escalate"]["regulator"]),
        "reopened": story.pick("reopen"),
        "major_plan": path["major_plan"],
        "more": story.pick("customer_more"),
        "promise": story.pick("promises"),
        "told_turn": "已电话告知办理安排、原因和新的期限，投诉人表示知悉。",
    }
    for side in ("process", "timing", "outcome"):
        words[f"review_{side}"] = path["review_findings"][side][0]
    return words


def _to_you(text: str) -> str:
    """Findings speak of the complainant; the letter speaks to them."""
    return text.replace("投诉人", "您")
