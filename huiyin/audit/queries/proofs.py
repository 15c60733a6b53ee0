"""What the nightly proofs found."""

from datetime import datetime, timedelta

from huiyin.audit.models import ProofRun

#: A proof that is older than this did not run last night.
STALE = timedelta(hours=30)


def newest(kind: str) -> ProofRun | None:
    """The newest proof that came to its end."""
    return ProofRun.objects.filter(kind=kind, ended_at__isnull=False).order_by("-started_at").first()


def recent(kind: str, limit: int = 14) -> list[ProofRun]:
    """The newest proofs, those that did not end too."""
    return list(ProofRun.objects.filter(kind=kind).order_by("-started_at")[:limit])


def is_stale(run: ProofRun, at: datetime) -> bool:
    """Should there be a newer one?"""
    return at - run.started_at > STALE
