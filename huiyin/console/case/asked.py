"""How a step is asked for: its form, its one action, what it will do before it does it, the facts beside the form."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from huiyin.complaints.rules import path
from huiyin.console.case.forms import StepForm
from huiyin.console.case.frame import Moment


@dataclass(frozen=True)
class Line:
    """One sentence of what a step does; `quote` is the text that somebody will read."""

    icon: str
    text: str
    quote: str = ""


@dataclass(frozen=True, kw_only=True)
class StepPage:
    """One step. `beside` is a template with what `facts` gathers; a `wide` step has a page of its own;
    `partial` is the form in place, `composer` the place in the composer that it empties. `locks=False`: the action
    locks several cases in an order of its own. `merges`: the form carries what stood there when it was opened, so that
    two people may take the step at the same time."""

    code: str
    form: type[StepForm]
    act: Callable[[Moment, Any], object]
    before: Callable[[Moment, Any], Iterable[Line]] | None = None
    beside: str = ""
    facts: Callable[[Moment, Any], Mapping[str, Any]] | None = None
    wide: bool = False
    hint: Any = ""
    partial: str = "console/case/_step.html"
    composer: str = ""
    locks: bool = True
    merges: bool = False

    @property
    def step(self) -> path.Step:
        """The row of the path's table."""
        return path.BY_CODE[self.code]
