"""The smallest house an import can come into: head office, a branch, and who answers."""

from pathlib import Path

from huiyin.accounts.models import Membership, Role, Unit, UnitKind, User
from huiyin.catalog.rules import current
from huiyin.complaints.queries import importing
from huiyin.core.actors import Actor

BY = Actor(kind="system", label="import", where="command line")


def make_house() -> Unit:
    """Head office with a complaint handler, and the branch GD with a person on duty."""
    root = Unit.objects.create(code="HQ", name="总公司", kind=UnitKind.HEAD_OFFICE, path="/HQ/")
    handler = User.objects.create(email="tom@example.com", name="汤姆", employee_no="1", unit=root)
    Membership.objects.create(user=handler, role=Role.HANDLER, unit=root)
    branch = Unit.objects.create(code="GD", name="广东分公司", kind=UnitKind.BRANCH, parent=root, path="/HQ/GD/")
    duty = User.objects.create(email="ana@example.com", name="安娜", employee_no="2", unit=branch)
    branch.duty_user = duty
    branch.save(update_fields=["duty_user"])
    return root


def make_desk(*, as_new: bool = False) -> importing.Desk:
    """The desk of head office."""
    return importing.desk(unit_code="", taxonomy_version=current().version, as_new=as_new)


def written(tmp_path: Path, text: str, name: str = "list.csv") -> Path:
    """A file with that text."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path
