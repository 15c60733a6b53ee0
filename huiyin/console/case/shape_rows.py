"""The rows of tags and linked cases, as columns of the one statement of the page."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from huiyin.accounts.models import User
from huiyin.cases import queries as cases
from huiyin.cases.models import CaseLink, CaseTag

MOST = 50


def columns(user: User) -> dict[str, ArraySubquery]:
    """Tags, and links from both ends; of the other case only what this person may see is shown."""
    own = OuterRef("pk")
    return {
        "tags": ArraySubquery(
            CaseTag.objects.filter(case=own).order_by("at", "id").values(
                row=JSONObject(
                    id="tag_id", name="tag__name", colour="tag__colour", merged="tag__merged_into_id",
                    retired="tag__retired_at",
                )
            )
        ),
        "links_out": _far(CaseLink.objects.filter(case=own), "other", user),
        "links_in": _far(CaseLink.objects.filter(other=own), "case", user),
    }  # fmt: skip


def _far(rows: QuerySet[CaseLink], end: str, user: User) -> ArraySubquery:
    seen = Exists(cases.visible_to(user).filter(pk=OuterRef(f"{end}_id")))
    names = ("number", "subject", "state", "next_due_at", "is_open")
    told = {name: F(f"{end}__{name}") for name in names} | {"owner": F(f"{end}__owner__name"), "seen": seen}
    return ArraySubquery(
        rows.filter(removed_at=None).order_by("-at", "-id").values(row=JSONObject(id="id", kind="kind", **told))[:MOST]
    )
