"""The cast. The same people everywhere: who they are says what they may do.

Head office HQ with consumer protection HQ-CP and the phone desk HQ-CS; the Jiangsu branch JS with JS-CP and the Suzhou
sub-branch JS-SZ; the Guangdong branch GD with GD-CP, which is somebody else's.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.core.cache import cache

from huiyin.accounts.models import Membership, Unit, User
from huiyin.accounts.queries import actor
from huiyin.core.actors import Actor

AT = datetime(2026, 3, 2, 2, tzinfo=UTC)  # a Monday, 10:00 in Shanghai

# name → (role, unit, title)
CAST = {
    "ana": ("agent", "HQ-CS", "Ana"),
    "tom": ("handler", "JS-CP", "Tom"),
    "tia": ("handler", "JS-CP", "Tia"),
    "ivy": ("investigator", "JS-CP", "Ivy"),
    "sam": ("supervisor", "JS-CP", "Sam"),
    "max": ("branch_manager", "JS", "Max"),
    "hua": ("head_office_cp", "HQ", "Hua"),
    "eve": ("executive", "HQ", "Eve"),
    "qin": ("quality", "HQ", "Qin"),
    "kim": ("knowledge_editor", "HQ", "Kim"),
    "pia": ("privacy_officer", "HQ", "Pia"),
    "adi": ("administrator", "HQ", "Adi"),
    "aud": ("auditor", "HQ", "Aud"),
    "zoe": ("handler", "GD-CP", "Zoe"),
}
UNITS = (
    ("HQ", "head_office", None, "总公司"),
    ("HQ-CP", "department", "HQ", "消费者权益保护部"),
    ("HQ-CS", "department", "HQ", "客户服务中心"),
    ("JS", "branch", "HQ", "江苏分公司"),
    ("JS-CP", "department", "JS", "江苏分公司消保部"),
    ("JS-SZ", "sub_branch", "JS", "苏州中心支公司"),
    ("GD", "branch", "HQ", "广东分公司"),
    ("GD-CP", "department", "GD", "广东分公司消保部"),
)


@dataclass
class House:
    """Units by code, people by name; `house.by("tom")` is Tom as an actor."""

    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)

    def by(self, name: str, where: str = "test") -> Actor:
        """The person as an actor, with the roles held now."""
        return actor(User.objects.get(pk=self.people[name].pk), where=where)

    def __getitem__(self, name: str) -> User:
        return self.people[name]


def build() -> House:
    """The house in the database. JS-CP, GD-CP and HQ have duty people: Sam, Zoe, Hua."""
    house = House()
    for code, kind, parent, name in UNITS:
        above = house.units.get(parent or "")
        house.units[code] = Unit.objects.create(
            code=code, name=name, name_en=code, kind=kind, parent=above, path=f"{above.path if above else '/'}{code}/",
            phone="025-8000000", address="南京市测试路1号",
        )  # fmt: skip
    for number, (login, (role, unit, name)) in enumerate(CAST.items(), start=1):
        user = User.objects.create(
            email=f"{login}@house.example", name=name, employee_no=f"E{number:03d}", unit=house.units[unit],
            authorised_until=date(2030, 1, 1) if role == "investigator" else None,
        )  # fmt: skip
        Membership.objects.create(user=user, role=role, unit=house.units[unit])
        house.people[login] = user
    for unit, login in (("JS-CP", "sam"), ("GD-CP", "zoe"), ("HQ", "hua"), ("JS", "sam")):
        Unit.objects.filter(code=unit).update(duty_user=house.people[login])
        house.units[unit].duty_user = house.people[login]
    cache.clear()
    return house
