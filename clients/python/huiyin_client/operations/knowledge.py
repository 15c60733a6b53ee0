"""Knowledge. Written by generate.py from the OpenAPI document; do not edit."""

from collections.abc import Iterator
from typing import cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class Knowledge(Connection):
    """Knowledge."""

    def list_articles(self, *, limit: int = 50, cursor: str = "") -> types.ArticlePage:
        """List the articles.

        Those in use that the caller may read, by key.

        Clause: 6.4-3.

        Scope `taxonomy:read`.
        """
        answer = self.call("GET", "/api/v1/articles", query={"limit": limit, "cursor": cursor})
        return cast(types.ArticlePage, answer.document)

    def all_of_articles(self, *, limit: int = 50) -> Iterator[types.ArticleRow]:
        """Every item of `list_articles`, page after page."""
        cursor = ""
        while True:
            page = self.list_articles(limit=limit, cursor=cursor)
            yield from page["items"]
            cursor = page["next"]
            if not cursor:
                return

    def add_article(self, body: types.ArticleIn, *, repeat_key: str | None = None) -> types.ArticleOut:
        """Write a new article.

        It answers once a second person has approved it. Citations of laws are checked.

        Clause: 6.4-3.

        Scope `rules:write`.
        """
        answer = self.call("POST", "/api/v1/articles", body=body, key=repeat_key, once=True)
        return cast(types.ArticleOut, answer.document)

    def read_article(self, article_key: str) -> types.ArticleOut:
        """Read an article with its versions.

        Scope `taxonomy:read`.
        """
        answer = self.call("GET", f"/api/v1/articles/{quoted(article_key)}")
        return cast(types.ArticleOut, answer.document)

    def write_article(
        self, article_key: str, body: types.ArticleNext, *, repeat_key: str | None = None
    ) -> types.ArticleOut:
        """Write the next version.

        The ones before stay as they are.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST", f"/api/v1/articles/{quoted(article_key)}/versions", body=body, key=repeat_key, once=True
        )
        return cast(types.ArticleOut, answer.document)

    def approve_article(self, article_key: str, place: int, *, repeat_key: str | None = None) -> types.ArticleOut:
        """Approve a version.

        Never one's own.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/articles/{quoted(article_key)}/versions/{quoted(place)}/approve",
            key=repeat_key,
            once=True,
        )
        return cast(types.ArticleOut, answer.document)

    def reject_article(
        self, article_key: str, place: int, body: types.ArticleSentBack, *, repeat_key: str | None = None
    ) -> types.ArticleOut:
        """Send a version back.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/articles/{quoted(article_key)}/versions/{quoted(place)}/reject",
            body=body,
            key=repeat_key,
            once=True,
        )
        return cast(types.ArticleOut, answer.document)

    def withdraw_article(self, article_key: str, place: int, *, repeat_key: str | None = None) -> types.ArticleOut:
        """Take back a version of one's own that waits.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/articles/{quoted(article_key)}/versions/{quoted(place)}/withdraw",
            key=repeat_key,
            once=True,
        )
        return cast(types.ArticleOut, answer.document)

    def review_article(
        self, article_key: str, place: int, body: types.ArticleReview, *, repeat_key: str | None = None
    ) -> types.ArticleOut:
        """Say that a version is still true.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/articles/{quoted(article_key)}/versions/{quoted(place)}/review",
            body=body,
            key=repeat_key,
            once=True,
        )
        return cast(types.ArticleOut, answer.document)

    def use_article(
        self, article_key: str, body: types.ArticleUse, *, repeat_key: str | None = None
    ) -> types.ArticleOut:
        """Take an article out of use, or back into it.

        Scope `rules:write`.
        """
        answer = self.call("POST", f"/api/v1/articles/{quoted(article_key)}/use", body=body, key=repeat_key, once=True)
        return cast(types.ArticleOut, answer.document)

    def keep_article(self, article_key: str, *, repeat_key: str | None = None) -> types.ArticleOut:
        """Become the keeper of an article.

        Scope `rules:write`.
        """
        answer = self.call("POST", f"/api/v1/articles/{quoted(article_key)}/keep", key=repeat_key, once=True)
        return cast(types.ArticleOut, answer.document)

    def answer_question(self, body: types.AskIn, *, repeat_key: str | None = None) -> types.AnswerOut:
        """Ask what is known.

        From approved articles in force today, with their versions; nothing is guessed and nothing is kept of the
        question.

        Clause: 6.4-3.

        Scope `taxonomy:read`.
        """
        answer = self.call("POST", "/api/v1/answers", body=body, key=repeat_key, once=True)
        return cast(types.AnswerOut, answer.document)

    def list_gaps(self) -> types.GapList:
        """List what was asked in vain.

        Nothing for who does not keep articles.

        Clause: 6.4-3.

        Scope `taxonomy:read`.
        """
        answer = self.call("GET", "/api/v1/gaps")
        return cast(types.GapList, answer.document)

    def close_gap(self, gap_id: str, body: types.GapClose, *, repeat_key: str | None = None) -> types.GapList:
        """Say what becomes of a question that nothing answered.

        Scope `rules:write`.
        """
        answer = self.call("POST", f"/api/v1/gaps/{quoted(gap_id)}", body=body, key=repeat_key, once=True)
        return cast(types.GapList, answer.document)
