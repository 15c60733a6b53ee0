"""Work that takes long or comes after a change: making a case file, looking for interests in the matter."""

import logging
from uuid import UUID

from django.utils.translation import override

from huiyin.accounts.models import User
from huiyin.accounts.queries import actor
from huiyin.audit import actions as audit
from huiyin.audit.models import Dossier, DossierState
from huiyin.cases.models import BulkRun
from huiyin.complaints.actions import bulk_rows
from huiyin.complaints.actions.bulk import JOB as RUN_BULK
from huiyin.complaints.jobs import assignment, interests, mail, making
from huiyin.core.actors import system
from huiyin.core.blobs import BlobDamaged, BlobMissing
from huiyin.core.errors import Refused
from huiyin.core.jobs import job
from huiyin.core.time import now

__all__ = ["assignment", "interests", "mail", "making"]
log = logging.getLogger(__name__)
BY = system("complaints.dossier")
INDEPENDENCE = system("complaints.independence")


@job("complaints.make_dossier")
def make_dossier(dossier_id: str) -> None:
    """Make the case file that was ordered, unless that is done. What cannot be made says why."""
    order = Dossier.objects.filter(pk=UUID(dossier_id), state=DossierState.ORDERED).first()
    if order is None:
        return
    try:
        made = making.make(order, by=BY, at=now())
    except (BlobMissing, BlobDamaged) as lost:
        words = f"An evidence file is missing or damaged ({lost}). Run the doctor."
        audit.fail_dossier(dossier_id=order.pk, failure=words, by=BY, at=now())
    except Refused as refusal:
        audit.fail_dossier(dossier_id=order.pk, failure=refusal.message, by=BY, at=now())
    else:
        done = audit.finish_dossier(
            dossier_id=order.pk, digest=made.digest, size=made.size, manifest_sha256=made.manifest_sha256,
            key_id=made.key_id, by=BY, at=now(),
        )  # fmt: skip
        log.info("case file %s: %s", order.pk, "made" if done else "was made before")


@job("complaints.look_for_interests")
def look_for_interests(user_id: str) -> None:
    """Take somebody out of the open cases in which they turn out to have an interest."""
    interests.clear_user(User.objects.get(pk=UUID(user_id)), by=INDEPENDENCE, at=now())


@job("complaints.look_at_case")
def look_at_case(case_id: str) -> None:
    """Take everybody out of a case who turns out to have an interest in it."""
    interests.clear_case(UUID(case_id), by=INDEPENDENCE, at=now())


@job(RUN_BULK)
def run_bulk(bulk_id: str) -> None:
    """Go on with a change of many as the person who began it, with the roles held now."""
    run = BulkRun.objects.select_related("user").get(pk=UUID(bulk_id))
    with override(run.user.language):
        bulk_rows.work(run, by=actor(run.user, where="worker"), clock=now)
