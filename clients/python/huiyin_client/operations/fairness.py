"""Fairness. Written by generate.py from the OpenAPI document; do not edit."""

from typing import Literal, cast

from huiyin_client import types
from huiyin_client.connection import Connection


class Fairness(Connection):
    """Fairness."""

    def read_fairness(self, *, by: Literal["unit", "age", "channel"] = "unit", months: int = 12) -> types.FairnessOut:
        """Read how groups of complainants fared.

        Of the parts of the house that the caller leads or inspects; whoever leads none gets no group. Each figure
        comes with its interval.

        Clause: 3.4.

        Scope `complaints:read`.
        """
        answer = self.call("GET", "/api/v1/fairness", query={"by": by, "months": months})
        return cast(types.FairnessOut, answer.document)
