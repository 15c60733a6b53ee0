"""The chat of the house's own portal: one visitor waits, one is being answered, one question has its answer."""

from datetime import datetime, timedelta

from django.db import transaction

from huiyin.accounts.models import Unit, User
from huiyin.accounts.queries import actor
from huiyin.cases.actions import chat, chat_sites
from huiyin.cases.models import ChatSite
from huiyin.core.actors import system

BY = system("demo.chats")
AGENT = "lin.xiaowen"
UNIT = "HQ-CS"
# How long ago it began, what was said by turns (the visitor first), whether it is settled, and with what result.
TALKS = (
    (190, ("我想把受益人改成我女儿，要带什么材料？", "您好，请准备保单、您和女儿的身份证，以及户口本。",
           "线上能办吗？", "可以，在手机应用的“保单变更”里上传即可。"), "已告知受益人变更所需材料和线上办理入口"),
    (9, ("住院材料上周就交了，到现在没有消息，你们是不是不想赔？", "您好，我马上帮您查，请问赔案号是多少？",
         "短信上是 C2026 开头的，后面我不记得了"), ""),
)  # fmt: skip
WAITS = (3, "线上续期扣款扣了两次，能不能退一笔？")


def talk(now: datetime) -> None:
    """All at once or not at all; a second time changes nothing."""
    if ChatSite.objects.exists():
        return
    agent = User.objects.filter(email__startswith=f"{AGENT}@", is_active=True).first()
    unit = Unit.objects.filter(code=UNIT).first()
    if agent is None or unit is None:
        return
    by = actor(agent)
    with transaction.atomic():
        began = now - timedelta(days=90)
        site = chat_sites.save_site(name="官网与门户", origins=[], unit=unit, is_on=True, by=BY, at=began)
        for minutes, lines, result in TALKS:
            at = now - timedelta(minutes=minutes)
            row = chat.open_chat(site=site, text=lines[0], language="zh-hans", at=at).chat
            chat.take(chat=row, user=agent, by=by, at=at + timedelta(seconds=25))
            for place, text in enumerate(lines[1:], start=1):
                said = at + timedelta(seconds=40 * place)
                chat.seen(chat=row, at=said)
                row.refresh_from_db()
                if place % 2:
                    chat.answer(case=row.case, text=text, line=str(place), by=by, at=said)
                else:
                    chat.say(chat=row, text=text, line=str(place), at=said)
            if result:
                chat.settle_chat(case=row.case, result=result, by=by, at=at + timedelta(minutes=6))
        minutes, text = WAITS
        chat.open_chat(site=site, text=text, language="zh-hans", at=now - timedelta(minutes=minutes))
