"""`customers/export`: the form, the file, and who gets neither."""

from collections.abc import Callable

from django.test import Client

from huiyin.audit.models import Access
from huiyin.customers.models import Party
from tests.console.customers.test_pages import li  # noqa: F401 - the customer
from tests.people import House

ASKED = {"record": "customers", "kind": "csv", "reason": "监管现场检查"}


def text(answer: object) -> str:
    return b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]


def test_a_leader_takes_a_masked_file_out_and_the_log_says_so(
    enter: Callable[[str], Client], house: House, li: Party  # noqa: F811
) -> None:  # fmt: skip
    sam = enter("sam")
    assert 'name="reason"' in sam.get("/desk/customers/export").content.decode()
    assert "/desk/customers/export" in sam.get("/desk/customers/").content.decode()
    answer = sam.post("/desk/customers/export", ASKED)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert "attachment" in answer.headers["Content-Disposition"]
    found = text(answer)
    assert "欧***" in found
    assert "欧阳春梅" not in found
    row = Access.objects.get(kind="export")
    assert (row.actor_id, row.reason, row.fields) == (house["sam"].pk, "监管现场检查", ["customers", "csv", "masked"])
    answer = sam.post("/desk/customers/export", ASKED | {"kind": "xlsx"})
    assert b"".join(answer.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]


def test_clear_data_is_for_head_office_and_nothing_without_a_reason(
    enter: Callable[[str], Client], li: Party  # noqa: F811
) -> None:  # fmt: skip
    assert "欧阳春梅" in text(enter("hua").post("/desk/customers/export", ASKED | {"clear": "on"}))
    assert enter("sam").post("/desk/customers/export", ASKED | {"clear": "on"}).status_code == 409
    assert 'name="clear"' not in enter("sam").get("/desk/customers/export").content.decode()
    assert enter("sam").post("/desk/customers/export", ASKED | {"reason": "无"}).status_code == 422
    assert enter("aud").post("/desk/customers/export", ASKED).status_code == 409
    assert enter("tom").get("/desk/customers/export").status_code == 403
    assert Access.objects.filter(kind="export").count() == 1
