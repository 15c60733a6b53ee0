"""Customers of a core system from a file: rows a second, new ones and those that are known."""

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from huiyin.bench.line import Line

ROWS = 40_000
GOAL = 10_000  # rows a second
SEED = 20261123
_NAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_GIVEN = "春夏秋冬梅兰竹菊明亮建国丽华志强秀英伟芳娜敏静磊军洋勇艳杰涛"


def measure_customers() -> list[Line]:
    """Seconds of the whole command, with its start, for a file of ROWS customers; then for the same file again."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "customers.csv"
        path.write_text("\n".join(_lines()), encoding="utf-8")
        new, again = _rate(path), _rate(path)
    what = f"customers from a CSV of {ROWS:,} rows"
    goal = f"at least {GOAL:,} rows a second"
    return [
        Line(f"{what}, all new", f"{new:,.0f} rows a second ({new / GOAL:.2f} of the goal)", goal, new >= GOAL),
        Line(f"{what}, all known", f"{again:,.0f} rows a second ({again / GOAL:.2f} of the goal)", goal, again >= GOAL),
    ]


def _rate(path: Path) -> float:
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "huiyin", "import", "customers", str(path), "--source", "bench"],
        check=True, stdout=subprocess.DEVNULL, env=os.environ,
    )  # fmt: skip
    return ROWS / (time.perf_counter() - began)


def _lines() -> list[str]:
    chance = random.Random(SEED)  # noqa: S311 - made data, the same each time
    found = ["客户号,客户类型,客户姓名,手机号码,电子邮箱,联系地址,出生日期"]
    for serial in range(ROWS):
        name = chance.choice(_NAMES) + "".join(chance.choices(_GIVEN, k=2))
        born = f"{chance.randrange(1940, 2005)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
        found.append(
            f"K{serial:08},个人,{name},13{chance.randrange(10**9):09},k{serial}@example.com,"
            f"江苏省南京市测试路{chance.randrange(1, 2000)}号,{born}"
        )
    return found
