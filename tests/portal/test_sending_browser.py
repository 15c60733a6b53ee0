"""A big file in a real browser: it goes ahead of the form, goes on after a cut and a reload, and is never left out."""

import os
from pathlib import Path
from typing import Any

import pytest

from huiyin.cases.models import Evidence
from huiyin.core import blobs
from tests.people import build
from tests.portal.test_browser import check, press, write

pytestmark = pytest.mark.django_db(transaction=True)
VIDEO = b"\x00\x00\x00\x18ftypmp42" + os.urandom(5_000_000)


@pytest.fixture
def video(tmp_path: Path, own_blobs: Path) -> Path:
    path = tmp_path / "事故现场.mp4"
    path.write_bytes(VIDEO)
    return path


def test_a_big_file_goes_on_after_a_cut_and_the_form_waits_for_it(phone: Any, live: str, video: Path) -> None:
    build()
    phone.goto(f"{live}/complain")
    write(phone)
    parts: list[str] = []

    def cut(route: Any) -> Any:
        if route.request.method == "PATCH":
            parts.append(route.request.headers["upload-offset"])
            if len(parts) in (2, 3):
                return route.abort("connectionreset")
        return route.continue_()

    phone.route("**/uploads/**", cut)
    phone.set_input_files("#id_files", video)
    phone.locator("[data-upload-sent] [data-sending]").wait_for()
    check(phone, "sending")
    press(phone)  # before it has arrived: the form waits and then goes by itself
    phone.wait_for_url("**/complain/who", timeout=30_000)
    assert parts == ["0", "1048576", "1048576", "1048576", "2097152", "3145728", "4194304"]
    phone.fill("#id_name", "李春梅")
    press(phone)
    phone.fill("#id_phone", "13812345678")
    press(phone)
    phone.wait_for_url("**/complain/receipt")
    item = Evidence.objects.get()
    assert (item.file_name, blobs.read(item.sha256)) == ("事故现场.mp4", VIDEO)


def test_chosen_again_after_a_reload_it_goes_on_where_it_stood(page: Any, live: str, video: Path) -> None:
    build()
    page.goto(f"{live}/complain")
    offsets: list[str] = []

    def third_hangs(route: Any) -> Any:
        if route.request.method == "PATCH":
            offsets.append(route.request.headers["upload-offset"])
            if len(offsets) == 3:
                return None
        return route.continue_()

    page.route("**/uploads/**", third_hangs)
    page.set_input_files("#id_files", video)
    while len(offsets) < 3:
        page.wait_for_timeout(100)
    page.reload()
    for _twice in range(2):
        page.set_input_files("#id_files", video)
    page.locator("[data-upload-sent] [data-sent]").wait_for()
    assert offsets == ["0", "1048576", "2097152", "2097152", "3145728", "4194304"]
    assert page.locator("[data-upload-sent] progress").count() == 0
    assert page.locator("[data-upload-sent] li").count() == 1


def test_a_file_that_is_refused_is_told_and_holds_the_form_until_it_is_removed(
    phone: Any, live: str, tmp_path: Path, own_blobs: Path
) -> None:
    build()
    wrong = tmp_path / "a.pdf"
    wrong.write_bytes(b"<html><script>alert(1)</script>" + b" " * 4_000_000)
    phone.goto(f"{live}/complain")
    write(phone)
    phone.set_input_files("#id_files", wrong)
    phone.locator("[data-upload-sent] [data-failed]").wait_for()
    assert "a.pdf" in phone.locator("[data-failed] .hy-error").inner_text()
    press(phone)
    assert phone.locator("[data-upload-error]").is_visible()
    assert phone.url.endswith("/complain")
    check(phone, "refused")
    phone.locator("[data-failed] button:visible").press("Enter")
    press(phone)
    phone.wait_for_url("**/complain/who")
