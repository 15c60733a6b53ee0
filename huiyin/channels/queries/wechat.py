"""Who can be written to in WeChat, and what of it still waits to be sorted."""

from datetime import datetime
from uuid import UUID

from huiyin.channels.models import MailState, WechatMessage, WechatThread
from huiyin.channels.rules.wechat import WINDOW


def reachable(case_id: UUID, at: datetime) -> WechatThread | None:
    """The person of WeChat whose matter this case is, when they wrote so lately that WeChat still lets us answer."""
    rows = WechatThread.objects.filter(case_id=case_id, heard_at__gt=at - WINDOW)
    return rows.order_by("-heard_at").first()


def wechat_due(at: datetime, most: int = 200) -> list[UUID]:
    """What waits to be sorted and whose time has come, oldest first."""
    rows = WechatMessage.objects.filter(state=MailState.WAITING, next_try_at__lte=at)
    return list(rows.order_by("next_try_at", "id").values_list("pk", flat=True)[:most])
