"""Two administrators at once: what both change counts; where they differ the second one decides, knowingly."""

import re
from typing import Any

import pytest

from huiyin.accounts.models import RolePolicy, Unit, User
from huiyin.cases.actions import tags
from huiyin.cases.models import Tag
from tests.people import AT, House


def base_of(answer: Any, what: str = "") -> str:
    """What a form carries of what stood there; `what` begins the part of the page that holds it."""
    page = answer.content.decode()
    found = re.search(r'name="base" value="([^"]+)"', page[page.index(what) :] if what else page)
    assert found is not None
    return found[1]


@pytest.fixture
def admin(enter: Any, house: House) -> Any:
    return enter("adi")


def test_different_fields_of_a_tag_both_count_and_the_same_one_is_asked_about(admin: Any, house: House) -> None:
    tag = tags.add_tag(name="等回执", colour="grey", by=house.by("adi"), at=AT)
    here = f"/desk/settings/tags/{tag.pk}/"
    one = other = base_of(admin.get(here))
    assert admin.post(here, {"name": "等客户回执", "colour": "grey", "base": one}).status_code == 302
    assert admin.post(here, {"name": "等回执", "colour": "red", "base": other}).status_code == 302
    tag.refresh_from_db()
    assert (tag.name, tag.colour) == ("等客户回执", "red")
    late = admin.post(here, {"name": "回执", "colour": "grey", "base": other})
    assert late.status_code == 422
    assert "等客户回执" in str(late.context["form"].errors["name"])
    assert 'value="回执"' in late.content.decode()
    assert Tag.objects.get().name == "等客户回执"
    assert admin.post(here, {"name": "回执", "colour": "red", "base": base_of(late)}).status_code == 302
    assert Tag.objects.get().name == "回执"
    assert admin.post(here, {"name": "x", "colour": "red", "base": one[:-2] + "xx"}).status_code == 422
    assert admin.post(here, {"name": "无凭据", "colour": "red"}).status_code == 302  # a form that does not say


def test_an_account_a_unit_and_a_role_lose_nothing_either(admin: Any, house: House) -> None:
    tom, unit = house["tom"], house.units["JS-CP"]
    here = f"/desk/settings/people/{tom.pk}/"
    base = base_of(admin.get(here))
    plain = {"unit": str(tom.unit_id), "title": tom.title, "authorised_until": ""}
    assert admin.post(f"{here}change", plain | {"title": "资深处理岗", "base": base}).status_code == 302
    assert admin.post(f"{here}change", plain | {"authorised_until": "2031-01-01", "base": base}).status_code == 302
    kept = User.objects.get(pk=tom.pk)
    assert (kept.title, str(kept.authorised_until)) == ("资深处理岗", "2031-01-01")
    late = admin.post(f"{here}change", plain | {"title": "主任", "base": base})
    assert "资深处理岗" in str(late.context["form"].errors["title"])

    here = f"/desk/settings/units/{unit.pk}/"
    base = base_of(admin.get(here))
    place = {"parent": str(unit.parent_id), "base": base}
    assert admin.post(here, place | {"duty_user": str(house["tia"].pk)}).status_code == 302
    clash = admin.post(here, place | {"duty_user": str(house["ivy"].pk)})
    assert "Tia" in str(clash.context["form"].errors["duty_user"])  # by name, not by id
    assert Unit.objects.get(pk=unit.pk).duty_user == house["tia"]

    here = "/desk/settings/roles/"
    base = base_of(admin.get(here), 'id="policy-agent"')
    plain = {"role": "agent", "session_minutes": "600", "base": base}
    assert admin.post(here, plain | {"session_minutes": "60"}).status_code == 302
    assert admin.post(here, plain | {"second_factor": "on"}).status_code == 302
    assert RolePolicy.objects.values_list("session_minutes", "second_factor").get(role="agent") == (60, True)
    assert "60" in admin.post(here, plain | {"session_minutes": "90"}).content.decode()
    assert RolePolicy.objects.get(role="agent").session_minutes == 60
