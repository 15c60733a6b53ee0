"""The addresses that the platform for text messages calls: reports of delivery, and what customers answer. Both
platforms sign nothing; the house's key in the address proves who calls. What is kept is answered as taken, whatever
it means."""

import hmac

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from huiyin.channels.actions import sms_in as actions
from huiyin.channels.rules import sms_in as rules
from huiyin.channels.rules.sms import Wrong
from huiyin.core import blobs
from huiyin.core.actors import system
from huiyin.core.time import now

BY = system("portal.sms")


@csrf_exempt
@require_POST
def callback(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """`sms/<kind>/<key>`: 404 without an account or with another key, 413 for what is longer than they send."""
    house = settings.SMS
    if not house.get("callback_key") or not hmac.compare_digest(key.encode(), house["callback_key"].encode()):
        raise Http404
    if int(request.META.get("CONTENT_LENGTH") or 0) > rules.MOST_BYTES:
        return HttpResponse(status=413)
    body = request.body
    digest = blobs.store(body)
    try:
        told = rules.entries(body)
    except Wrong:
        told = []
    actions.take_sms(provider=house["provider"], kind=kind, told=told, digest=digest, by=BY, at=now())
    if house["provider"] == "aliyun":
        return JsonResponse({"code": 0, "msg": "OK"})
    return JsonResponse({"result": 0, "errmsg": "OK"})
