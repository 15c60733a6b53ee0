"""Tags, links, ticks and fields go out of the house with the case file, and it can still be verified."""

import json
from pathlib import Path

import pytest

from huiyin.cases.actions import checklists as lists
from huiyin.cases.actions import fields, links, tags
from huiyin.cases.rules.checklists import Draft, Line
from huiyin.cases.rules.fields import Field, Option
from huiyin.complaints.actions import checklists
from tests.cases.make import registered
from tests.complaints.along import Along
from tests.complaints.casefile import made, parts_of, verified
from tests.people import AT

LINE = Line("看保单", "Look at the policy")
TOPICS = (Option("sale", "销售", "Sale"), Option("claim", "理赔", "Claim"))
FIELDS = (
    Field("loss", "money", "损失", "Loss"), Field("event", "date", "出险日", "Event"),
    Field("agent", "yes_no", "代理", "Agent"), Field("memo", "long", "备注", "Remark"),
    Field("account", "text", "账号", "Account", is_personal=True),
    Field("topics", "multi", "环节", "Topics", options=TOPICS),
)  # fmt: skip


@pytest.mark.usefixtures("own_blobs")
def test_the_case_file_holds_what_the_house_shaped_with_its_words(along: Along, tmp_path: Path) -> None:
    adi, tom = along.by("adi"), along.by("tom")
    lists.keep_list(draft=Draft("inquiry", "调查", "Inquiry", "investigating", (LINE,)), by=adi, at=AT)
    for one in FIELDS:
        fields.keep_field(draft=one, by=adi, at=AT)
    along.investigating()
    tag = tags.add_tag(name="代理退保", colour="red", by=adi, at=AT)
    tags.put_on(case=along.case, tag=tag, by=tom, at=along.later())
    other = registered(along.house).case
    links.link(case=along.case, other=other, relation="follow_up", reason="同一事件", by=tom, at=along.later())
    checklists.tick(case=along.case, list_code="inquiry", line=LINE.key, by=tom, at=along.later())
    values = {
        "loss": "12.50", "event": "2026-02-01", "agent": True, "memo": "第一行\n第二行", "account": "6222-0202",
        "topics": ["sale"],
    }  # fmt: skip
    fields.fill(case=along.case, values=values, by=tom, at=along.later())
    data = made(along)
    verdict = verified(tmp_path, data)
    assert verdict.faults == set(), verdict.text
    lines = [json.loads(line) for line in parts_of(data)["case.jsonl"].splitlines()]
    tables = {one["table"] for one in lines if "table" in one}
    wanted = {"casetag", "caselink", "casecheck", "fieldvalue", "tag", "checklistversion", "fieldversion"}
    assert {f"cases.{name}" for name in wanted} <= tables
    assert "6222-0202" not in json.dumps(lines)
