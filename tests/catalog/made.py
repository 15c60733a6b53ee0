"""Products as tests write them."""

from datetime import date, datetime, timedelta
from typing import Any

from huiyin.catalog import actions
from huiyin.catalog.actions.products import ProductDraft
from huiyin.catalog.actions.terms import read_text
from huiyin.catalog.models import Product, Terms
from huiyin.catalog.queries.terms import clauses
from huiyin.catalog.rules.products import PROOFS
from huiyin.core.time import local_date
from tests.people import AT, House

TEXTS = {
    "cover": "等待期后住院，按实际费用报销。", "premium": "一年一交，按年龄计算。", "returns": "不返还保费。",
    "suits": "能通过健康告知的人。",
}  # fmt: skip


def product(house: House, code: str = "HE01", *, by: str = "kim", at: datetime = AT, **words: Any) -> Product:
    """A product that Kim looks after."""
    said: dict[str, Any] = {"name": "康享医疗保险", "line": "health", **TEXTS, **words}
    return actions.keep_product(draft=ProductDraft(code=code, **said), keeper=house["kim"], by=house.by(by), at=at)


def prove(house: House, row: Product, *, at: datetime = AT, kinds: tuple[str, ...] = PROOFS) -> None:
    """The proofs in its file, to be looked at again in a year."""
    today = local_date(at)
    for kind in kinds:
        actions.add_proof(
            product=row, kind=kind, statement="定价假设经总精算师复核，与经验分析相符。", dated_on=date(2026, 1, 5),
            review_on=today + timedelta(days=365), by=house.by("kim"), at=at,
        )  # fmt: skip


def sold(house: House, code: str = "HE01", *, at: datetime = AT, **words: Any) -> Product:
    """A product on sale."""
    row = product(house, code, at=at, **words)
    prove(house, row, at=at)
    return actions.put_on_sale(product=row, from_on=local_date(at), by=house.by("kim"), at=at)


CONTRACT = """恒泽康享医疗保险条款
1 合同构成
本合同由保险条款、投保单和批单组成。
2 保险责任
被保险人住院的，我们按约定给付。
2.1 等待期
30 天内因疾病住院的，不在保障范围内。
3 责任免除
因下列情形之一住院的，我们不承担给付责任：故意犯罪；酒后驾驶。
4 保险期间
本合同保险期间为一年。
5 保险金申请
出院后向我们提交病历和发票。
6 争议处理
双方协商不成的，可以向人民法院起诉。
"""


def approved(house: House, row: Product, text: str = CONTRACT, *, on: date = date(2025, 1, 1)) -> Terms:
    """A version of terms that Kim took in and Hua approved."""
    about: dict[str, Any] = {"by": house.by("kim"), "at": AT}
    terms = actions.take_in(product=row, pieces=read_text(text), from_on=on, **about)
    actions.sort_clauses(terms=terms, kinds={one.path: one.kind for one in clauses(terms.pk)}, **about)
    actions.submit(terms=terms, **about)
    return actions.approve(terms=terms, by=house.by("hua"), at=AT)
