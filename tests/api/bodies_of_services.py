"""Bodies that fit, for operations on service requests and on looking back."""

from typing import Any

MORE: dict[str, Any] = {
    "/visits/{visit_id}": {"reached": False},
    "/requests": {
        "kind": "consultation", "channel": "phone", "text": "等待期多久？",
        "person": {"name": "李春梅", "phone": "13812345678"}, "no_preliminary": "要查条款",
    },
    "lookbacks": {
        "reach": {"product_code": "HE01", "signed_from": "2025-01-01", "signed_to": "2025-12-31"},
        "title": "等待期说明", "cause": "同一销售人员未说明等待期", "lead": "E002", "due_on": "2099-01-01",
    },
    "/lookbacks/{lookback_id}/reached/{reached_id}": {"outcome": "again"},
    "/radar/{radar_group_id}/judge": {"verdict": "dismissed", "reason": "同一小区业主"},
    "clauses": {"product": "HE01", "version": 1, "path": "1", "role": "disputed"},
    "clauses/remove": None,
    "/products/{product_code}/terms/{terms_number}/shown": {
        "kind": "shown", "method": "web", "shown_at": "2026-03-01T10:00", "policy_number": "P1",
    },
    "/lookbacks/{lookback_id}/end": {"result": "补充了等待期提示页"},
}  # fmt: skip
