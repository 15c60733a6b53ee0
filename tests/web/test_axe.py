"""The one that looks for faults finds them."""

from typing import Any

from tests.axe import violations


def test_a_faulty_page_has_its_faults_named(page: Any) -> None:
    page.set_content("<html lang=en><title>x</title><main><h1>x</h1><p style='color:#ccc'>pale</p><img src=x></main>")
    found = {one["id"]: one for one in violations(page)}
    assert set(found) == {"image-alt", "color-contrast"}
    assert found["image-alt"]["html"] == '<img src="x">'
    assert found["color-contrast"]["impact"] == "serious"
