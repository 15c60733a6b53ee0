"""The steps of a play, each a function of the play and its moment, by name."""

from huiyin.demo.play import Ways
from huiyin.demo.steps import closing, decision, inquiry, intake, turns

WAYS: Ways = {
    name: step
    for module in (intake, inquiry, decision, closing, turns)
    for name, step in vars(module).items()
    if callable(step) and not name.startswith("_") and getattr(step, "__module__", "") == module.__name__
}
