"""The address that WeChat calls with what people write to the official account. What is not signed is answered 403 and
leaves nothing; what is signed is kept before it is answered, and what it means is decided afterwards."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from huiyin.channels.actions import wechat as actions
from huiyin.channels.rules import wechat as rules
from huiyin.core import blobs
from huiyin.core.actors import system
from huiyin.core.time import now

BY = system("portal.wechat")


@csrf_exempt
@require_http_methods(["GET", "POST"])
def callback(request: HttpRequest) -> HttpResponse:
    """`wechat/callback`: the proof that the address is ours (GET), and each message (POST). 404 where the house has no
    account, 403 for what WeChat did not sign, 413 for what is longer than it sends."""
    if not settings.WECHAT:
        raise Http404
    keys = rules.Keys(settings.WECHAT["token"], settings.WECHAT["aes_key"], settings.WECHAT["app_id"])
    asked = request.GET
    timestamp, nonce = asked.get("timestamp", ""), asked.get("nonce", "")
    if request.method == "GET":
        if not rules.is_signed(asked.get("signature", ""), keys.token, timestamp, nonce):
            return _plain("", 403)
        return _plain(asked.get("echostr", "")[:200])
    if int(request.META.get("CONTENT_LENGTH") or 0) > rules.MOST_BYTES:
        return _plain("", 413)
    try:
        body = rules.opened(keys, request.body, given=asked.get("msg_signature", ""), timestamp=timestamp, nonce=nonce)
        told = rules.fields(body)
        digest = blobs.store(body.encode())
        actions.take_wechat(account=keys.receiver, told=told, digest=digest, by=BY, at=now())
    except rules.Wrong:
        return _plain("", 403)
    return _plain("success")


def _plain(words: str, status: int = 200) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
