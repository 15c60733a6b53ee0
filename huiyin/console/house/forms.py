"""The forms of the administrator. Shape only: what may be done is said by the actions."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.accounts.models import Role, Unit, UnitKind, User
from huiyin.accounts.rules import SCOPES
from huiyin.console.house.merging import Merge


def units() -> list[tuple[str, str]]:
    """All active units in the order of the tree, indented."""
    rows = Unit.objects.filter(is_active=True).order_by("path")
    return [(str(unit.pk), "　" * (unit.path.strip("/").count("/")) + unit.name) for unit in rows]


def people() -> list[tuple[str, str]]:
    """All active staff by number."""
    rows = User.objects.filter(is_active=True).order_by("employee_no")
    return [(str(user.pk), f"{user.name} {user.employee_no}") for user in rows]


class UnitForm(forms.Form):
    """A new unit."""

    code = forms.CharField(label=pgettext_lazy("unit", "Code"), max_length=16)
    name = forms.CharField(label=pgettext_lazy("unit", "Name"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind.choices)
    parent = forms.ChoiceField(label=_("Below"))
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["parent"].choices = units()  # type: ignore[attr-defined]
        self.fields["kind"].choices = [one for one in UnitKind.choices if one[0] != UnitKind.HEAD_OFFICE]  # type: ignore[attr-defined]


class UnitChangeForm(forms.Form):
    """Who answers for a unit, and where it hangs in the tree."""

    duty_user = forms.ChoiceField(label=_("Duty person"), required=False)
    parent = forms.ChoiceField(label=_("Below"), required=False)

    def __init__(self, data: Any = None, *, unit: Unit) -> None:
        super().__init__(data, initial={"duty_user": str(unit.duty_user_id or ""), "parent": str(unit.parent_id or "")})
        self.fields["duty_user"].choices = [("", "—"), *people()]  # type: ignore[attr-defined]
        self.fields["parent"].choices = units() if unit.parent_id else [("", "—")]  # type: ignore[attr-defined]


class PersonForm(forms.Form):
    """A new account. There is no password: the first entry is a one-time link."""

    name = forms.CharField(label=pgettext_lazy("unit", "Name"), max_length=60)
    employee_no = forms.CharField(label=_("Employee number"), max_length=20)
    email = forms.EmailField(label=_("E-mail"))
    unit = forms.ChoiceField(label=_("Unit"))
    title = forms.CharField(label=pgettext_lazy("job", "Title"), max_length=60, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    role = forms.ChoiceField(label=_("Role"), choices=[("", _("none yet")), *Role.choices], required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["unit"].choices = units()  # type: ignore[attr-defined]


class ChangeForm(forms.Form):
    """What of an account can be changed. `both`: what stood there when it was opened."""

    both: Merge
    unit = forms.ChoiceField(label=_("Unit"))
    title = forms.CharField(label=pgettext_lazy("job", "Title"), max_length=60, required=False)
    authorised_until = forms.DateField(label=_("Authorised to investigate until"), required=False)

    def __init__(self, data: Any = None, *, user: User) -> None:
        day = user.authorised_until
        super().__init__(data, initial={"unit": str(user.unit_id), "title": user.title, "authorised_until": day})
        self.fields["unit"].choices = units()  # type: ignore[attr-defined]
        self.fields["authorised_until"].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ManagerForm(forms.Form):
    """Who directs somebody's work, from which day on."""

    manager = forms.ChoiceField(label=_("Directed by"), required=False)
    from_on = forms.DateField(label=_("From"))

    def __init__(self, data: Any = None, *, user: User, manager: User | None) -> None:
        super().__init__(data, auto_id="line_%s", initial={"manager": str(manager.pk) if manager else ""})
        others = [one for one in people() if one[0] != str(user.pk)]
        self.fields["manager"].choices = [("", _("whoever leads the unit")), *others]  # type: ignore[attr-defined]
        self.fields["from_on"].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RoleForm(forms.Form):
    """A role for a part of the tree."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    unit = forms.ChoiceField(label=_("For this unit and everything below"))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="role_%s")
        self.fields["unit"].choices = units()  # type: ignore[attr-defined]


class PolicyForm(forms.Form):
    """What a role demands at sign-in."""

    role = forms.ChoiceField(choices=Role.choices, widget=forms.HiddenInput)
    second_factor = forms.BooleanField(required=False)
    session_minutes = forms.IntegerField(min_value=5, max_value=1440)


class TokenForm(forms.Form):
    """A key for a machine."""

    name = forms.CharField(label=_("What it is for"), max_length=80)
    user = forms.ChoiceField(label=_("Acts as"))
    scopes = forms.MultipleChoiceField(
        label=pgettext_lazy("token", "May"),
        choices=[(scope, scope) for scope in SCOPES],
        widget=forms.CheckboxSelectMultiple,
    )
    expires_on = forms.DateField(label=_("Last day"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["user"].choices = people()  # type: ignore[attr-defined]
        self.fields["expires_on"].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
