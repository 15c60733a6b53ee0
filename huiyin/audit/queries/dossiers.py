"""Case files that were ordered."""

from uuid import UUID

from huiyin.audit.models import Dossier


def dossiers_of(aggregate: tuple[str, UUID], limit: int = 20) -> list[Dossier]:
    """The newest orders for a case."""
    rows = Dossier.objects.filter(aggregate_kind=aggregate[0], aggregate_id=aggregate[1])
    return list(rows.order_by("-ordered_at", "-id")[:limit])


def dossier_of(aggregate: tuple[str, UUID], id_: UUID) -> Dossier | None:
    """One order, if it belongs to this case."""
    return Dossier.objects.filter(pk=id_, aggregate_kind=aggregate[0], aggregate_id=aggregate[1]).first()
