"""Records as a file by machine."""

from collections.abc import Callable
from typing import Any

from huiyin.audit.models import Access
from tests.api.conftest import Machine
from tests.api.test_record_changes import customer

ASKED = {"record": "customers", "reason": "监管现场检查"}


def test_a_file_is_streamed_masked_and_the_log_says_so(machine: Callable[..., Machine]) -> None:
    hua = machine("hua")
    customer(hua, phone="13812345678")
    answer = hua.post("/records/files", ASKED)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/csv; charset=utf-8")
    found = _text(answer)
    assert "138****5678" in found
    assert "李春梅" not in found
    assert "李春梅" in _text(hua.post("/records/files", ASKED | {"clear": True}))
    assert Access.objects.filter(kind="export", reason="监管现场检查").count() == 2


def test_who_may_not_is_told_why(machine: Callable[..., Machine]) -> None:
    assert machine("tom").post("/records/files", ASKED).json()["code"] == "export.not_yours"
    assert machine("sam").post("/records/files", ASKED | {"clear": True}).json()["code"] == "export.clear_not_yours"
    assert machine("hua").post("/records/files", ASKED | {"reason": "无"}).json()["code"] == "export.reason"
    assert machine("hua").post("/records/files", ASKED | {"format": "pdf"}).status_code == 422
    assert not Access.objects.filter(kind="export").exists()


def _text(answer: Any) -> str:
    return b"".join(answer.streaming_content).decode("utf-8-sig")
