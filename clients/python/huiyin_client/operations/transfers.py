"""Transfers. Written by generate.py from the OpenAPI document; do not edit."""

from typing import cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class Transfers(Connection):
    """Transfers."""

    def list_answers_to_give(self, *, since: str | None = None, until: str | None = None) -> types.AnswersToGive:
        """List what is to be given back to the regulator.

        Clause: 令2020-3 art 33.

        Scope `complaints:read`.
        """
        answer = self.call("GET", "/api/v1/transfers/answers", query={"since": since, "until": until})
        return cast(types.AnswersToGive, answer.document)

    def give_answers_back(self, body: types.PeriodIn, *, repeat_key: str | None = None) -> types.GivenBack:
        """Give answers back to the regulator.

        Complete cases of the period that were not given back like this before. Each says so in its ledger.

        Clause: 令2020-3 art 33.

        Scope `complaints:act`.
        """
        answer = self.call("POST", "/api/v1/transfers/answers", body=body, key=repeat_key, once=True)
        return cast(types.GivenBack, answer.document)

    def read_answers_given(self, hand_back_id: str) -> types.GivenBack:
        """Read what was given back to the regulator.

        Clause: 令2020-3 art 33.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/transfers/answers/{quoted(hand_back_id)}")
        return cast(types.GivenBack, answer.document)
