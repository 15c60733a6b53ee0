"""What the invented insurer knows: articles written by one person and approved by a second, questions asked."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from huiyin.core.actors import Actor, customer
from huiyin.core.time import local_date
from huiyin.demo import content
from huiyin.demo.house import House
from huiyin.knowledge.actions import articles, questions
from huiyin.knowledge.models import Article, Where

DAY = timedelta(days=1)
ASKED = (
    "保单可以挂失冻结吗",
    "保单能不能冻结挂失",
    "怎样给保单挂失",
    "能用医保个人账户买保险吗",
    "退保要多久到账",
    "保险不想要了怎么退",
)


def write(there: House, now: datetime) -> None:
    """Write and approve the articles, ask a few questions. Does nothing where there are some."""
    if Article.objects.exists():
        return
    editor, second = there.actor("ye.shujun"), there.actor("xu.jingyi")
    with transaction.atomic():
        for place, one in enumerate(content.read("knowledge.yaml")["articles"]):
            _write(one, editor, second, now - (150 - place) * DAY)
        for place, text in enumerate(ASKED):
            at = now - (6 - place) * DAY
            asked = questions.ask(text=text, where=Where.HELP, by=customer(None), at=at)
            for found in asked.answer.found[:1]:
                use = questions.use(version=found.version, where=Where.HELP, by=customer(None), at=at)
                questions.judge(use=use, helpful=True, by=customer(None), at=at)


def _write(one: dict[str, Any], editor: Actor, second: Actor, at: datetime) -> None:
    audience = one.get("for", "public")
    is_role = audience not in ("public", "staff")
    version = articles.begin(
        key=one["key"], topic=one["topic"], line=one.get("line", ""), audience="role" if is_role else audience,
        roles=[audience] if is_role else [], title=one["title"]["zh"], title_en=one["title"]["en"],
        questions=one["asks"], text_zh=one["zh"], from_on=local_date(at), review_on=local_date(at) + 160 * DAY,
        by=editor, at=at,
    )  # fmt: skip
    articles.approve(version=version, by=second, at=at + timedelta(hours=5))
