"""How anybody verifies a case file: the public keys, the verifier, what it proves and what not. No sign-in."""

from django.http import HttpResponse, JsonResponse

from huiyin.audit.queries import checkpoints
from huiyin.audit.verifier import bundle
from huiyin.audit.verifier.main import PROVES, PROVES_NOT
from huiyin.core import signing
from huiyin.portal.visit import Visit, portal


@portal()
def show(visit: Visit) -> HttpResponse:
    """`proof`: keys with their fingerprints, the single file to download, and how to use it."""
    context = {
        "keys": signing.public_keys() if signing.is_there() else [],
        "digest": bundle.digest(),
        "name": bundle.NAME,
        "proves": {"zh": PROVES[0], "en": PROVES[1]},
        "proves_not": {"zh": PROVES_NOT[0], "en": PROVES_NOT[1]},
    }
    return visit.page("proof.html", context)


@portal()
def keys(visit: Visit) -> HttpResponse:
    """`proof/keys.json` and `.well-known/huiyin-keys.json`: the public keys as the verifier takes them."""
    answer = JsonResponse(checkpoints.keys_document(), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@portal()
def verifier(visit: Visit) -> HttpResponse:
    """`proof/verify_huiyin.py`: the single file."""
    answer = HttpResponse(bundle.source(), content_type="text/x-python; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{bundle.NAME}"'
    return answer
