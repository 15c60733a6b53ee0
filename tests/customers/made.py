"""A made set of people as several systems write them down: with slips of the finger, gaps, shared phones, namesakes.

Nothing of it is real. The same seed makes the same set. Measured by
`DJANGO_SETTINGS_MODULE=huiyin.settings python -m tests.customers.made [SEED …]`.
"""

import random
import sys
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

from huiyin.customers.rules.certificates import _CHECKS, _WEIGHTS
from huiyin.customers.rules.matching import Facts, likeness

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华文辉玲建国"


def people(count: int, *, seed: int = 20261123) -> list[tuple[int, Facts]]:
    """Records with the number of the person behind each: about one in three persons has a second record."""
    chance = random.Random(seed)
    made: list[tuple[int, Facts]] = []
    for person in range(count):
        facts = _person(chance)
        if made and chance.random() < 0.08:  # a family shares a phone
            facts = replace(facts, phone=made[-1][1].phone)
        made.append((person, facts))
        if chance.random() < 0.33:
            made.append((person, _again(chance, facts)))
    return made


def _person(chance: random.Random) -> Facts:
    born = date(1940, 1, 1) + timedelta(days=chance.randrange(24_000))
    digits = f"{chance.choice((320102, 110105, 440103, 510107))}{born:%Y%m%d}{chance.randrange(1000):03d}"
    name = chance.choice(SURNAMES) + "".join(chance.choice(GIVEN) for _ in range(chance.choice((1, 2, 2, 2))))
    phone = f"13{chance.randrange(10**9):09d}"
    return Facts(
        name=name, certificate=digits + _check(digits), phone=phone, email=f"{phone[-7:]}@mail.example", born_on=born
    )


def _check(digits: str) -> str:
    return _CHECKS[sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=True)) % 11]


def _again(chance: random.Random, facts: Facts) -> Facts:
    """The same person in another system: each value kept, missing, mistyped or new."""
    certificate = _kept(chance, facts.certificate, missing=0.35, typo=0.08)
    return Facts(
        name=_kept(chance, facts.name, missing=0, typo=0.07, letters=GIVEN),
        certificate=certificate,
        phone=f"13{chance.randrange(10**9):09d}"
        if chance.random() < 0.12
        else _kept(chance, facts.phone, missing=0.08, typo=0.06),
        email=_kept(chance, facts.email, missing=0.6, typo=0),
        born_on=None if chance.random() < 0.3 else facts.born_on,
    )


def _kept(chance: random.Random, value: str, *, missing: float, typo: float, letters: str = "0123456789") -> str:
    drawn = chance.random()
    if drawn < missing or not value:
        return ""
    if drawn > missing + typo:
        return value
    place = chance.randrange(1, len(value))
    if chance.random() < 0.3 and place + 1 < len(value):
        return value[:place] + value[place + 1] + value[place] + value[place + 2 :]
    return value[:place] + chance.choice([one for one in letters if one != value[place]]) + value[place + 1 :]


def measured(seed: int, count: int = 6000) -> tuple[int, int, float, float]:
    """(records, true pairs, precision, recall) of the rule on a made set, through the same doors as
    `queries.identity.candidates`: only who shares a value is looked at."""
    records = people(count, seed=seed)
    doors: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, (_person, facts) in enumerate(records):
        for kind in ("certificate", "phone", "email", "name"):
            if value := getattr(facts, kind):
                doors[kind, value].append(place)
    looked_at = {pair for places in doors.values() if len(places) <= 51 for pair in combinations(places, 2)}
    proposed = {(a, b) for a, b in looked_at if likeness(records[a][1], records[b][1]).is_proposed}
    true = {(a, a + 1) for a in range(len(records) - 1) if records[a][0] == records[a + 1][0]}
    found = len(proposed & true)
    return len(records), len(true), found / len(proposed), found / len(true)


if __name__ == "__main__":
    for one in [int(word) for word in sys.argv[1:]] or [20261123, 1, 2]:
        records, pairs, precision, recall = measured(one)
        sys.stdout.write(f"| {one} | {records:,} | {pairs:,} | {precision:.3f} | {recall:.3f} |\n")
