"""What axe finds wrong with a page in a real browser."""

from pathlib import Path
from typing import Any

SCRIPT = (Path(__file__).parent / "web/vendor/axe-core/axe.min.js").read_text()
# Only what is wrong comes back: all that is right takes longer to hand over than to find out.
RUN = """async () => {
  const {violations} = await axe.run(document, {resultTypes: ['violations'], runOnly:
    ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})
  return violations.flatMap(one => one.nodes.map(node =>
    ({id: one.id, impact: one.impact, html: node.html.slice(0, 160), summary: node.failureSummary})))
}"""


def violations(page: Any) -> list[dict[str, str]]:
    """Each fault of the page as it stands: `id` of the rule, `impact`, the `html` it lies in, and a `summary`."""
    page.evaluate(SCRIPT)
    found: list[dict[str, str]] = page.evaluate(RUN)
    return found


def faults(page: Any) -> list[str]:
    """The same as lines to be read."""
    return [f"{one['id']}: {one['html']}: {one['summary']}" for one in violations(page)]
