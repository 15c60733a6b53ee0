"""Model fields of the house."""

from typing import Any

from django.db import models

from huiyin.core import crypto


class EncryptedTextField(models.Field):  # type: ignore[type-arg]
    """Text that is encrypted in the database. It cannot be compared or sorted in SQL; use a blind index beside it."""

    empty_strings_allowed = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["blank"] = True
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    @property
    def context(self) -> str:
        """What the text is bound to: it cannot be read in another column."""
        return f"{self.model._meta.label_lower}.{self.name}"

    def db_type(self, connection: Any) -> str:
        return "bytea"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str:
        return crypto.decrypt(bytes(value), self.context) if value else ""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return crypto.encrypt(value, self.context) if value else b""

    def get_lookup(self, lookup_name: str) -> Any:
        """No comparison: equal texts have different bytes."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None


class TokensField(models.Field):  # type: ignore[type-arg]
    """A PostgreSQL tsvector of ready-made tokens without positions. Written from an iterable of tokens."""

    def db_type(self, connection: Any) -> str:
        return "tsvector"

    def get_prep_value(self, value: Any) -> str:
        if isinstance(value, str):
            return value
        words = sorted(set(value))
        together = "".join(words)
        if "'" in together or "\\" in together:
            words = [word.replace("\\", "\\\\").replace("'", "''") for word in words]
        return "'" + "' '".join(words) + "'" if words else ""


@TokensField.register_lookup
class Matches(models.Lookup):
    """`vector__matches="'拒赔' & 'p1f…'"`: the tokens fit the tsquery."""

    lookup_name = "matches"

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} @@ {right}::tsquery", [*left_params, *right_params]
