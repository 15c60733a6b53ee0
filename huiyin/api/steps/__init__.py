"""The steps of a complaint's path, one operation each: `POST /complaints/{number}/{step}`."""

from huiyin.api.steps import closing, decision, dispatching, inquiry, intake, outside, plan, turns

ROUTERS = (
    intake.router, dispatching.router, inquiry.router, plan.router, decision.router,
    closing.router, turns.router, outside.router,
)  # fmt: skip

__all__ = ["ROUTERS"]
