"""What fills the texts of one complaint: amounts that add up, dates in order, the words people use."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from huiyin.core.time import SHANGHAI
from huiyin.demo import content
from huiyin.demo.chance import Chance
from huiyin.demo.people import CustomerSpec, PolicySpec


def slots(chance: Chance, code: str, customer: CustomerSpec, policy: PolicySpec, received: datetime) -> dict[str, Any]:
    """All slots for one complaint about `policy`, received at `received`. Money in whole yuan."""
    day = received.astimezone(SHANGHAI).date()
    return {
        **_picked(chance),
        **_money(chance, code, policy, day),
        **_dates(chance, code, policy, day),
        **_words(chance, customer, policy, day),
        "dept": department(code),
    }


def of(table: str, key: str) -> Any:
    """The entry of a word table for a key, or the one for all others."""
    words: Mapping[str, Any] = content.words()[table]
    return words.get(key, words.get(""))


def department(code: str) -> str:
    """The kind of department that a reason concerns."""
    known = content.words()["departments"]
    return str(next(known[key] for key in (code, code[:2], code[:1]) if key in known))


def _picked(chance: Chance) -> dict[str, object]:
    picked: dict[str, object] = {name: chance.pick(among) for name, among in content.words()["pick"].items()}
    return picked | {
        "n": chance.randrange(3, 9),
        "few": chance.randrange(3, 24),
        "few2": chance.randrange(2, 5),
        "many": chance.randrange(36, 420),
        "mu": chance.randrange(6, 58),
    }


def _money(chance: Chance, code: str, policy: PolicySpec, day: date) -> dict[str, object]:
    line, product = policy.product.line, policy.product
    years = max(1, min((day - policy.signed_on).days // 365 + 1, product.pays or 1))
    total = policy.premium * years
    low, high = of("keeps", line)
    cash = round(total * chance.uniform(low, high) * (0.75 + 0.25 * min(years, 5) / 5))
    low, high = of("losses", line)
    loss = round(low * (high / low) ** (chance.random() ** 1.6))
    loss = cash if code == "P52" else loss // 10 * 10
    paid = round(loss * (chance.uniform(0.86, 0.97) if code == "P52" else chance.uniform(0.42, 0.86)))
    dearer = round(policy.premium * (1 + chance.pick(content.words()["pick"]["pct"]) / 100))
    return {
        "prem": policy.premium,
        "years": years,
        "total": total,
        "cash": cash,
        "lost": total - cash,
        "loss": loss,
        "paid": paid,
        "gap": loss - paid,
        "pct": round((dearer / policy.premium - 1) * 100),
        "new_prem": dearer,
        "prem_gap": dearer - policy.premium,
    }


def _dates(chance: Chance, code: str, policy: PolicySpec, day: date) -> dict[str, object]:
    low, high = of("waits", code)
    days = chance.randrange(low, high + 1)
    asked = day - timedelta(days=days)
    event = asked if code in ("C11", "C51") else asked - timedelta(days=chance.randrange(2, 20))
    first = asked + timedelta(days=max(1, days // 3))
    second = first + timedelta(days=max(1, days // 4))
    return {
        "buy": f"{policy.signed_on.year}年{policy.signed_on.month}月",
        "days": days,
        "event": spoken(event, day),
        "asked": spoken(asked, day),
        "call1": spoken(first, day),
        "call2": spoken(min(second, day), day),
        "happened_on": max(event, policy.signed_on),
    }


def _words(chance: Chance, customer: CustomerSpec, policy: PolicySpec, day: date) -> dict[str, object]:
    surname = policy.seller_name[:1] or chance.weighted(content.names()["surnames"])[:1]
    branch = next(unit.name for unit in content.units() if unit.code == policy.branch)
    return {
        "p": policy.product.name,
        "branch": branch,
        "province": branch.removesuffix("分公司"),
        "city": customer.city,
        "age": customer.age_on(day),
        "surname": surname,
        "call_name": call_name(customer),
        "seller": chance.pick(of("sellers", policy.channel)).format(s=surname),
        "place": chance.pick(of("places", policy.channel)),
        "exclusion": chance.pick(of("exclusions", policy.product.line)),
        "policies": len(customer.policies),
    }


def call_name(customer: CustomerSpec) -> str:
    """How staff address the customer in writing."""
    if customer.is_firm:
        return "贵公司"
    if "·" in customer.name or customer.name.isascii():
        return customer.name
    surname = customer.name[:2] if customer.name[:2] in content.names()["surnames"] else customer.name[:1]
    return surname + ("先生" if customer.sex == "m" else "女士")


def spoken(day: date, today: date) -> str:
    """A date as people say it: without the year in the same year."""
    return f"{day.month}月{day.day}日" if day.year == today.year else f"{day.year}年{day.month}月{day.day}日"
