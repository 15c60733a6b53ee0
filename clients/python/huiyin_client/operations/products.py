"""Products. Written by generate.py from the OpenAPI document; do not edit."""

from collections.abc import Iterator
from typing import Literal, cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class Products(Connection):
    """Products."""

    def list_case_clauses(self, number: str) -> types.CaseClauses:
        """List the clauses that a complaint or request names.

        With the version of the terms that binds it.

        Clause: 6.2-4.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/complaints/{quoted(number)}/clauses")
        return cast(types.CaseClauses, answer.document)

    def cite_clause(
        self, number: str, body: types.CiteIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.CaseClauses:
        """Name a clause of an approved version.

        The same one twice stays one.

        Scope `complaints:write`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/clauses", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.CaseClauses, answer.document)

    def uncite_clause(
        self, number: str, cited_id: str, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.CaseClauses:
        """Take a clause off the complaint.

        Scope `complaints:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/clauses/{quoted(cited_id)}/remove",
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.CaseClauses, answer.document)

    def list_disputed_clauses(self) -> types.HotList:
        """List the clauses that customers dispute most.

        Clause: 6.2.

        Scope `taxonomy:read`.
        """
        answer = self.call("GET", "/api/v1/disputed-clauses")
        return cast(types.HotList, answer.document)

    def read_disputed_clause(self, product_code: str, terms_number: int, clause_path: str) -> types.HotClause:
        """Read what customers dispute of a clause.

        With the words they use; each was used by three customers at least.

        Clause: 6.2.

        Scope `taxonomy:read`.
        """
        answer = self.call(
            "GET",
            f"/api/v1/products/{quoted(product_code)}/terms/{quoted(terms_number)}/disputed/{quoted(clause_path)}",
        )
        return cast(types.HotClause, answer.document)

    def keep_terms_shown(
        self, product_code: str, terms_number: int, body: types.ShownIn, *, repeat_key: str | None = None
    ) -> types.ShownOut:
        """Keep what a customer was shown or told of a version.

        Evidence: nobody can change or delete it.

        Clause: 6.2-2.

        Scope `customers:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/products/{quoted(product_code)}/terms/{quoted(terms_number)}/shown",
            body=body,
            key=repeat_key,
            once=True,
        )
        return cast(types.ShownOut, answer.document)

    def list_terms_shown(self, *, policy_number: str) -> types.ShownList:
        """List what was shown and told before a contract.

        Clause: 6.2-4.

        Scope `customers:read`.
        """
        answer = self.call("GET", "/api/v1/terms-shown", query={"policy_number": policy_number})
        return cast(types.ShownList, answer.document)

    def list_products(
        self,
        *,
        limit: int = 50,
        cursor: str = "",
        line: Literal["life", "health", "accident", "property", "liability", "credit", "annuity"] | Literal[""] = "",
        design: Literal["ordinary", "participating", "universal", "unit_linked"] | Literal[""] = "",
        status: Literal["", "draft", "on_sale", "withdrawn"] = "",
    ) -> types.ProductPage:
        """List the products.

        By line and code.

        Clause: 6.1-1.

        Scope `taxonomy:read`.
        """
        answer = self.call(
            "GET",
            "/api/v1/products",
            query={"limit": limit, "cursor": cursor, "line": line, "design": design, "status": status},
        )
        return cast(types.ProductPage, answer.document)

    def all_of_products(
        self,
        *,
        limit: int = 50,
        line: Literal["life", "health", "accident", "property", "liability", "credit", "annuity"] | Literal[""] = "",
        design: Literal["ordinary", "participating", "universal", "unit_linked"] | Literal[""] = "",
        status: Literal["", "draft", "on_sale", "withdrawn"] = "",
    ) -> Iterator[types.ProductRow]:
        """Every item of `list_products`, page after page."""
        cursor = ""
        while True:
            page = self.list_products(limit=limit, line=line, design=design, status=status, cursor=cursor)
            yield from page["items"]
            cursor = page["next"]
            if not cursor:
                return

    def add_product(self, body: types.ProductIn, *, repeat_key: str | None = None) -> types.ProductOut:
        """Write a new product.

        It is a draft until it is put on sale.

        Clause: 6.1-1.

        Scope `rules:write`.
        """
        answer = self.call("POST", "/api/v1/products", body=body, key=repeat_key, once=True)
        return cast(types.ProductOut, answer.document)

    def read_product(self, product_code: str) -> types.ProductOut:
        """Read a product with the proofs in its file.

        Clause: 6.1-2.

        Scope `taxonomy:read`.
        """
        answer = self.call("GET", f"/api/v1/products/{quoted(product_code)}")
        return cast(types.ProductOut, answer.document)

    def change_product(
        self, product_code: str, body: types.ProductWords, *, repeat_key: str | None = None
    ) -> types.ProductOut:
        """Write a product anew.

        All of its texts; the code stays.

        Clause: 6.1-1.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST", f"/api/v1/products/{quoted(product_code)}/change", body=body, key=repeat_key, once=True
        )
        return cast(types.ProductOut, answer.document)

    def sell_product(self, product_code: str, body: types.SaleIn, *, repeat_key: str | None = None) -> types.ProductOut:
        """Put a product on sale from a day on.

        Refused with what is missing while a text or a proof is, or a proof is due for review.

        Clause: 6.1-2.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST", f"/api/v1/products/{quoted(product_code)}/sale", body=body, key=repeat_key, once=True
        )
        return cast(types.ProductOut, answer.document)

    def end_product_sale(
        self, product_code: str, body: types.SaleIn, *, repeat_key: str | None = None
    ) -> types.ProductOut:
        """Take a product off sale after a day.

        Its terms and policies stay.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST", f"/api/v1/products/{quoted(product_code)}/sale/end", body=body, key=repeat_key, once=True
        )
        return cast(types.ProductOut, answer.document)

    def add_product_proof(
        self, product_code: str, body: types.ProofIn, *, repeat_key: str | None = None
    ) -> types.ProductOut:
        """Put a dated proof into the product's file.

        One of its kind that is there is kept as an earlier one.

        Clause: 6.1-2.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST", f"/api/v1/products/{quoted(product_code)}/proofs", body=body, key=repeat_key, once=True
        )
        return cast(types.ProductOut, answer.document)

    def list_terms(self, product_code: str) -> types.TermsList:
        """List the versions of a product's terms.

        Clause: 6.2-1.

        Scope `taxonomy:read`.
        """
        answer = self.call("GET", f"/api/v1/products/{quoted(product_code)}/terms")
        return cast(types.TermsList, answer.document)

    def take_in_terms(
        self, product_code: str, body: types.TermsVersionIn, *, repeat_key: str | None = None
    ) -> types.TermsOut:
        """Take in a version of the terms.

        Give its clauses, or a text: then what each clause is about is guessed, and waits to be confirmed.

        Clause: 6.2-1.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST", f"/api/v1/products/{quoted(product_code)}/terms", body=body, key=repeat_key, once=True
        )
        return cast(types.TermsOut, answer.document)

    def diff_terms(self, product_code: str, *, left: int, right: int) -> types.ChangeList:
        """Compare two versions clause by clause.

        Clause: 6.2-1.

        Scope `taxonomy:read`.
        """
        answer = self.call(
            "GET", f"/api/v1/products/{quoted(product_code)}/terms/diff", query={"left": left, "right": right}
        )
        return cast(types.ChangeList, answer.document)

    def read_terms(self, product_code: str, terms_number: int) -> types.TermsOut:
        """Read a version with its clauses.

        Clause: 6.2-1.

        Scope `taxonomy:read`.
        """
        answer = self.call("GET", f"/api/v1/products/{quoted(product_code)}/terms/{quoted(terms_number)}")
        return cast(types.TermsOut, answer.document)

    def sort_terms(
        self, product_code: str, terms_number: int, body: types.KindsIn, *, repeat_key: str | None = None
    ) -> types.TermsOut:
        """Say what the clauses of a draft are about.

        Whoever says it confirms the guess.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/products/{quoted(product_code)}/terms/{quoted(terms_number)}/kinds",
            body=body,
            key=repeat_key,
            once=True,
        )
        return cast(types.TermsOut, answer.document)

    def submit_terms(self, product_code: str, terms_number: int, *, repeat_key: str | None = None) -> types.TermsOut:
        """Hand a draft to a second person.

        Refused while a guess waits or one of the items that terms contain is missing.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/products/{quoted(product_code)}/terms/{quoted(terms_number)}/submit",
            key=repeat_key,
            once=True,
        )
        return cast(types.TermsOut, answer.document)

    def approve_terms(self, product_code: str, terms_number: int, *, repeat_key: str | None = None) -> types.TermsOut:
        """Approve a version that somebody else wrote.

        It holds from its day on; the version before ends the day before. Nothing of it changes after.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/products/{quoted(product_code)}/terms/{quoted(terms_number)}/approve",
            key=repeat_key,
            once=True,
        )
        return cast(types.TermsOut, answer.document)

    def send_back_terms(
        self, product_code: str, terms_number: int, body: types.BackIn, *, repeat_key: str | None = None
    ) -> types.TermsOut:
        """Give a version back to who wrote it.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/products/{quoted(product_code)}/terms/{quoted(terms_number)}/back",
            body=body,
            key=repeat_key,
            once=True,
        )
        return cast(types.TermsOut, answer.document)

    def discard_terms(self, product_code: str, terms_number: int, *, repeat_key: str | None = None) -> types.TermsOut:
        """Give up a version that is not approved.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/products/{quoted(product_code)}/terms/{quoted(terms_number)}/discard",
            key=repeat_key,
            once=True,
        )
        return cast(types.TermsOut, answer.document)
