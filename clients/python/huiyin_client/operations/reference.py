"""Reference. Written by generate.py from the OpenAPI document; do not edit."""

from typing import cast

from huiyin_client import types
from huiyin_client.connection import Connection


class Reference(Connection):
    """Reference."""

    def list_units(self) -> types.UnitList:
        """List the units.

        Scope `complaints:read`.
        """
        answer = self.call("GET", "/api/v1/units")
        return cast(types.UnitList, answer.document)

    def taxonomy(self, *, on: str | None = None, version: str = "") -> types.TaxonomyOut:
        """Read the taxonomy.

        The edition that binds a day, or one by its version.

        Scope `taxonomy:read`.
        """
        answer = self.call("GET", "/api/v1/taxonomy", query={"on": on, "version": version})
        return cast(types.TaxonomyOut, answer.document)

    def rules(self, *, on: str | None = None) -> types.RulesOut:
        """List the rules in force.

        Time rules of all packs with clause and version, and the house terms for closing.

        Clause: 8.1-1.

        Scope `taxonomy:read`.
        """
        answer = self.call("GET", "/api/v1/rules", query={"on": on})
        return cast(types.RulesOut, answer.document)

    def lint(self, body: types.LintIn, *, repeat_key: str | None = None) -> types.LintOut:
        """Check the citations of a text.

        Wrong articles, documents out of force, ended authorities, and what nobody can check. A citation that is
        known and right gives nothing.

        Clause: 8.1-1.

        Scope `taxonomy:read`.
        """
        answer = self.call("POST", "/api/v1/handbook/lint", body=body, key=repeat_key, once=True)
        return cast(types.LintOut, answer.document)
