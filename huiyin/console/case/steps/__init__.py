"""Every step of the path that a person takes has its page: its form, its action, what it does before it does it."""

from huiyin.console.case.asked import StepPage
from huiyin.console.case.composing import REPLY
from huiyin.console.case.steps import (
    classes,
    closing,
    deciding,
    dispatching,
    inquiry,
    intake,
    limits,
    outside,
    planning,
    promises,
    reviews,
    tasks,
    telling,
    turns,
)

_PARTS = (
    intake,
    classes,
    dispatching,
    inquiry,
    planning,
    tasks,
    promises,
    deciding,
    telling,
    closing,
    limits,
    turns,
    reviews,
    outside,
)
PAGES: dict[str, StepPage] = {page.code: page for part in _PARTS for page in part.PAGES} | {REPLY.code: REPLY}
