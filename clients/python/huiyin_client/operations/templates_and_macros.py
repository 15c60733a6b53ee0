"""Templates and macros. Written by generate.py from the OpenAPI document; do not edit."""

from collections.abc import Iterator
from typing import cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class TemplatesAndMacros(Connection):
    """Templates and macros."""

    def list_templates(self, *, limit: int = 50, cursor: str = "") -> types.TemplateList:
        """List the templates.

        Those in use, by key.

        Scope `complaints:read`.
        """
        answer = self.call("GET", "/api/v1/templates", query={"limit": limit, "cursor": cursor})
        return cast(types.TemplateList, answer.document)

    def all_of_templates(self, *, limit: int = 50) -> Iterator[types.TemplateOut]:
        """Every item of `list_templates`, page after page."""
        cursor = ""
        while True:
            page = self.list_templates(limit=limit, cursor=cursor)
            yield from page["items"]
            cursor = page["next"]
            if not cursor:
                return

    def add_template(self, body: types.TemplateIn, *, repeat_key: str | None = None) -> types.TemplateWithVersions:
        """Write a template.

        Whoever leads the unit or one above it. What customers read waits for a second person; unknown variables and
        wrong citations are refused with their place.

        Scope `rules:write`.
        """
        answer = self.call("POST", "/api/v1/templates", body=body, key=repeat_key, once=True)
        return cast(types.TemplateWithVersions, answer.document)

    def read_template(self, template_id: str) -> types.TemplateWithVersions:
        """Read a template with its wordings.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/templates/{quoted(template_id)}")
        return cast(types.TemplateWithVersions, answer.document)

    def write_template(
        self, template_id: str, body: types.WordsIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.TemplateWithVersions:
        """Write the next wording.

        The ones before stay as they are. What somebody wrote since `seen` in the other language stays; 409
        `template.changed` names the texts that both changed.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST", f"/api/v1/templates/{quoted(template_id)}/versions", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.TemplateWithVersions, answer.document)

    def approve_template(
        self, template_id: str, version_id: str, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.TemplateWithVersions:
        """Approve a wording.

        Never one's own.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/templates/{quoted(template_id)}/versions/{quoted(version_id)}/approve",
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.TemplateWithVersions, answer.document)

    def reject_template(
        self,
        template_id: str,
        version_id: str,
        body: types.RejectIn,
        *,
        seen: int | str | None = None,
        repeat_key: str | None = None,
    ) -> types.TemplateWithVersions:
        """Send a wording back.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/templates/{quoted(template_id)}/versions/{quoted(version_id)}/reject",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.TemplateWithVersions, answer.document)

    def withdraw_template(
        self, template_id: str, version_id: str, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.TemplateWithVersions:
        """Withdraw one's own wording that waits.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/templates/{quoted(template_id)}/versions/{quoted(version_id)}/withdraw",
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.TemplateWithVersions, answer.document)

    def retire_template(
        self, template_id: str, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.TemplateWithVersions:
        """Take a template out of use.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST", f"/api/v1/templates/{quoted(template_id)}/retire", seen=seen, key=repeat_key, once=True
        )
        return cast(types.TemplateWithVersions, answer.document)

    def restore_template(
        self, template_id: str, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.TemplateWithVersions:
        """Take a template back into use.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST", f"/api/v1/templates/{quoted(template_id)}/restore", seen=seen, key=repeat_key, once=True
        )
        return cast(types.TemplateWithVersions, answer.document)

    def list_template_uses(self, template_id: str, *, limit: int = 50, cursor: str = "") -> types.TemplateUses:
        """List where a template was used.

        In complaints that the caller sees, newest first.

        Scope `complaints:read`.
        """
        answer = self.call(
            "GET", f"/api/v1/templates/{quoted(template_id)}/uses", query={"limit": limit, "cursor": cursor}
        )
        return cast(types.TemplateUses, answer.document)

    def all_of_template_uses(self, template_id: str, *, limit: int = 50) -> Iterator[types.TemplateUseOut]:
        """Every item of `list_template_uses`, page after page."""
        cursor = ""
        while True:
            page = self.list_template_uses(template_id, limit=limit, cursor=cursor)
            yield from page["items"]
            cursor = page["next"]
            if not cursor:
                return

    def list_situations(self) -> types.ScenarioList:
        """List the situations in which we speak to customers.

        What is said in which order, and the templates in use for each (2.2-2).

        Scope `complaints:read`.
        """
        answer = self.call("GET", "/api/v1/situations")
        return cast(types.ScenarioList, answer.document)

    def place_template(
        self, template_id: str, body: types.ScenarioIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.TemplateWithVersions:
        """Say for which situation a template is meant.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST", f"/api/v1/templates/{quoted(template_id)}/scenario", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.TemplateWithVersions, answer.document)

    def list_templates_here(self, number: str) -> types.FilledList:
        """List the templates that hold for a complaint, filled.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/complaints/{quoted(number)}/templates")
        return cast(types.FilledList, answer.document)

    def list_macros(self) -> types.MacroList:
        """List the macros.

        At most 500 in use, by name.

        Scope `complaints:read`.
        """
        answer = self.call("GET", "/api/v1/macros")
        return cast(types.MacroList, answer.document)

    def add_macro(self, body: types.MacroMake, *, repeat_key: str | None = None) -> types.MacroOut:
        """Make a macro.

        Whoever leads the unit or one above it.

        Scope `rules:write`.
        """
        answer = self.call("POST", "/api/v1/macros", body=body, key=repeat_key, once=True)
        return cast(types.MacroOut, answer.document)

    def read_macro(self, macro_id: str) -> types.MacroOut:
        """Read a macro.

        The ETag is its version, for `If-Match`.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/macros/{quoted(macro_id)}")
        return cast(types.MacroOut, answer.document)

    def change_macro(
        self, macro_id: str, body: types.MacroChange, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.MacroOut:
        """Change a macro.

        What somebody changed since `seen` elsewhere in it stays; 409 `macro.changed` names the fields that both
        changed.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST", f"/api/v1/macros/{quoted(macro_id)}/change", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.MacroOut, answer.document)

    def retire_macro(
        self, macro_id: str, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.MacroOut:
        """Take a macro out of use.

        Scope `rules:write`.
        """
        answer = self.call("POST", f"/api/v1/macros/{quoted(macro_id)}/retire", seen=seen, key=repeat_key, once=True)
        return cast(types.MacroOut, answer.document)

    def restore_macro(
        self, macro_id: str, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.MacroOut:
        """Take a macro back into use.

        Scope `rules:write`.
        """
        answer = self.call("POST", f"/api/v1/macros/{quoted(macro_id)}/restore", seen=seen, key=repeat_key, once=True)
        return cast(types.MacroOut, answer.document)

    def list_macros_here(self, number: str) -> types.MacroList:
        """List the macros that hold for a complaint.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/complaints/{quoted(number)}/macros")
        return cast(types.MacroList, answer.document)

    def preview_macro(self, number: str, macro_id: str) -> types.MacroOutcome:
        """Look at what a macro would do now.

        Step by step, with what would be refused and why. Nothing stays.

        Scope `complaints:act`.
        """
        answer = self.call("GET", f"/api/v1/complaints/{quoted(number)}/macros/{quoted(macro_id)}")
        return cast(types.MacroOutcome, answer.document)

    def run_macro(
        self,
        number: str,
        macro_id: str,
        body: types.MacroRunIn,
        *,
        seen: int | str | None = None,
        repeat_key: str | None = None,
    ) -> types.MacroOutcome:
        """Run a macro.

        All its steps or none: the first refusal takes everything back and says which step it was.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/macros/{quoted(macro_id)}",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.MacroOutcome, answer.document)

    def list_replies(self) -> types.RepliesOut:
        """List how people write to customers.

        Clause: 2.2-4.

        Scope `staff:read`.
        """
        answer = self.call("GET", "/api/v1/replies")
        return cast(types.RepliesOut, answer.document)
