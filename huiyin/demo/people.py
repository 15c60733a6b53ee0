"""The customers of the invented insurer and their policies. Nobody here exists, and nobody can.

Certificate numbers have a right check digit but a region that was never given out (99…); mobile numbers begin with 154,
a block no operator serves; mail addresses end in example.com. So nothing of a real person can be hit by chance.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from huiyin.demo import content
from huiyin.demo.chance import Chance

CUSTOMERS = 900
_BORN_BACK_FROM = 2026  # fixed, so that the same people are born on the same days whenever the demo is seeded
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_FOR_FIRMS = frozenset({"PR02", "LI01"})
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CHANNELS: dict[str, dict[str, float]] = {
    "motor": {"telesales": 4, "online": 3, "broker": 4, "agency": 2, "direct": 1},
    "property": {"online": 3, "broker": 3, "direct": 2, "agency": 1},
    "liability": {"broker": 5, "direct": 2, "group": 2},
    "credit": {"broker": 5, "online": 3},
    "agriculture": {"direct": 1},
    "accident": {"online": 5, "group": 3, "agency": 2},
    "health": {"online": 5, "agency": 4, "group": 2, "telesales": 1},
    "life": {"agency": 6, "bancassurance": 2, "online": 2},
    "participating": {"agency": 5, "bancassurance": 5},
    "universal": {"agency": 4, "bancassurance": 5},
    "unit_linked": {"bancassurance": 5, "agency": 2},
    "annuity": {"agency": 6, "bancassurance": 4, "telesales": 1},
}
_LINES: dict[str, float] = {
    "motor": 26, "health": 19, "participating": 10, "life": 9, "annuity": 7, "accident": 9, "universal": 5,
    "property": 4, "agriculture": 3, "credit": 3, "unit_linked": 2.5, "liability": 2.5,
}  # fmt: skip


@dataclass(frozen=True)
class PolicySpec:
    """A contract, as the core system knows it. Premium in whole yuan a year."""

    number: str
    product: content.Product
    channel: str
    branch: str
    signed_on: date
    premium: int
    seller_no: str
    seller_name: str

    @property
    def starts_on(self) -> date:
        """The first day of cover."""
        return self.signed_on + timedelta(days=1)

    @property
    def ends_on(self) -> date | None:
        """The last day of cover; None for whole life."""
        if not self.product.lasts:
            return None
        return _year_later(self.starts_on, self.product.lasts) - timedelta(days=1)

    @property
    def hesitation_ends_on(self) -> date | None:
        """The end of the cooling-off period: life contracts of more than a year have one of fifteen days."""
        return self.signed_on + timedelta(days=15) if self.product.lasts != 1 else None


@dataclass(frozen=True)
class CustomerSpec:
    """A person or firm that deals with the insurer."""

    ref: str
    name: str
    sex: str
    is_firm: bool
    born_on: date
    certificate_no: str
    phone: str
    email: str
    address: str
    city: str
    branch: str
    vulnerabilities: tuple[str, ...]
    policies: tuple[PolicySpec, ...]

    def age_on(self, day: date) -> int:
        """Full years on a day."""
        return day.year - self.born_on.year - ((day.month, day.day) < (self.born_on.month, self.born_on.day))


def customers(day: date) -> list[CustomerSpec]:
    """All customers as they stand on `day`; the same people whatever the day, with dates counted back from it."""
    sellers = {branch: _sellers(branch) for branch in content.organisation()["places"]}
    return [_customer(i, day, sellers) for i in range(CUSTOMERS)]


def id_number(born_on: date, sex: str, chance: Chance) -> str:
    """A resident identity number that passes the check and belongs to no region (99…)."""
    order = chance.randrange(1, 500) * 2 + (1 if sex == "m" else 0)
    body = f"99{chance.randrange(1, 100):02d}{chance.randrange(1, 100):02d}{born_on:%Y%m%d}{min(order, 999):03d}"
    return with_check(body)


def with_check(body: str) -> str:
    """The seventeen digits of an identity number with the eighteenth, which checks them."""
    return body + _CHECKS[sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True)) % 11]


def credit_code(chance: Chance) -> str:
    """A unified social credit code that passes its checks and belongs to no region (990000)."""
    organ = "".join(chance.choices(_CREDIT[:10], k=8))
    rest = -sum(int(d) * w for d, w in zip(organ, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    body = "91990000" + organ + ("X" if rest == 10 else str(rest))
    total = sum(_CREDIT.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return body + _CREDIT[-total % 31]


def person_name(chance: Chance, sex: str, born: int) -> str:
    """A name as people born in that year bear it."""
    names = content.names()
    era = next((e for e in names["given"] if born <= e["until"]), names["given"][-1])
    return str(chance.weighted(names["surnames"]) + chance.pick(era["male" if sex == "m" else "female"]))


def _customer(i: int, day: date, sellers: dict[str, list[tuple[str, str]]]) -> CustomerSpec:
    chance = Chance("customer", i)
    places = content.organisation()["places"]
    branch = chance.weighted({code: place["weight"] for code, place in places.items()})
    city = chance.pick(list(places[branch]["cities"]))
    rare = content.names()["rare"]
    name, sex = rare[i // 40] if i % 40 == 7 and i // 40 < len(rare) else ("", chance.pick("mf"))
    age = chance.choices((24, 33, 45, 57, 66, 75), weights=(12, 26, 24, 15, 15, 8))[0]
    born_on = date(_BORN_BACK_FROM - age - chance.randrange(-4, 5), chance.randrange(1, 13), chance.randrange(1, 29))
    name = name or person_name(chance, sex, born_on.year)
    is_firm = i % 25 == 3
    street, district = chance.pick(content.organisation()["streets"]), chance.pick(places[branch]["cities"][city])
    house = f"{chance.randrange(1, 400)}号{chance.randrange(1, 30)}幢{chance.randrange(101, 999)}室"
    has_mail = chance.random()
    if is_firm:
        parts = [chance.pick(part) for part in content.words()["firms"].values()]
        name = "".join((city.removesuffix("市"), *parts, "有限公司"))
    weak = ["elderly"] if not is_firm and born_on.replace(year=born_on.year + 60) <= day else []
    if not is_firm and chance.often(0.03):
        weak.append(chance.pick(("disabled", "ill", "hardship")))
    phone = f"154{chance.randrange(10**8):08d}"
    return CustomerSpec(
        ref=f"C{100000 + i}", name=name, sex=sex, is_firm=is_firm, born_on=born_on,
        certificate_no=credit_code(chance) if is_firm else id_number(born_on, sex, chance),
        phone=phone, email=f"kehu{1000 + i}@example.com" if has_mail < (0.2 if "elderly" in weak else 0.85) else "",
        address=f"{city}{district}{street}{house}",
        city=city, branch=branch, vulnerabilities=tuple(weak),
        policies=tuple(_policies(i, chance, day, branch, is_firm, born_on, sellers[branch])),
    )  # fmt: skip


def _policies(
    i: int, chance: Chance, day: date, branch: str, is_firm: bool, born_on: date, sellers: list[tuple[str, str]]
) -> list[PolicySpec]:
    found = []
    for n in range(chance.choices((1, 2, 3), weights=(6, 3, 1))[0]):
        line = chance.pick(("property", "liability")) if is_firm else chance.weighted(_LINES)
        product = chance.pick([p for p in content.products() if p.line == line and is_firm == (p.code in _FOR_FIRMS)])
        years = chance.uniform(0.15, 0.95) if product.lasts == 1 else chance.uniform(1.2, 7)
        signed = day - timedelta(days=round(years * 365))
        adult = _year_later(born_on, 18) + timedelta(days=30)
        signed = max(signed, min(adult, day - timedelta(days=20)))
        step = 10 if product.high < 5000 else 500 if product.low < 5000 else 1000
        channel = chance.weighted(_CHANNELS[line])
        # A few sellers carry most of the trouble, as everywhere.
        seller = sellers[min(int(chance.expovariate(0.35)), len(sellers) - 1)] if channel == "agency" else ("", "")
        premium = round(product.low + (product.high - product.low) * chance.random() ** 2.4) // step * step
        found.append(
            PolicySpec(
                number=f"HZ{product.code}{signed:%Y}{100000 + i * 3 + n}",
                product=product,
                channel=channel,
                branch=branch,
                signed_on=signed,
                premium=max(product.low, premium),
                seller_no=seller[0],
                seller_name=seller[1],
            )
        )
    return found


def _sellers(branch: str) -> list[tuple[str, str]]:
    chance = Chance("sellers", branch)
    return [
        (f"A{branch}{i:04d}", person_name(chance, chance.pick("mf"), chance.randrange(1968, 2000))) for i in range(18)
    ]


def _year_later(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28) if day.month == 2 else day.day)
