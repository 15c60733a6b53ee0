"""Customers of a core system from a file: rows a second, new ones and those that are known, and what PostgreSQL alone
takes to write the same rows."""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from huiyin.bench.line import Line

ROWS = 40_000
GOAL = 10_000  # rows a second
SEED = 20261123
_NAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_GIVEN = "春夏秋冬梅兰竹菊明亮建国丽华志强秀英伟芳娜敏静磊军洋勇艳杰涛"


# The tables that a new customer has a row in, and the column that names the customer.
_TABLES = {
    "customers_party": "id",
    "customers_corelink": "object_id",
    "audit_entry": "aggregate_id",
    "audit_sealed": "aggregate_id",
}
_BATCH = 1_000  # as the import has it


def measure_customers(url: str) -> list[Line]:
    """Seconds of the whole command, with its start, for a file of ROWS customers; then for the same file again; then
    bare COPY of the rows that it wrote, into tables of the same shape with the same indexes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "customers.csv"
        path.write_text("\n".join(_lines()), encoding="utf-8")
        new, again = _rate(path), _rate(path)
    bare = _bare(url)
    what = f"customers from a CSV of {ROWS:,} rows"
    goal = f"at least {GOAL:,} rows a second"
    return [
        Line(f"{what}, all new", f"{new:,.0f} rows a second ({new / GOAL:.2f} of the goal)", goal, new >= GOAL),
        Line(f"{what}, all known", f"{again:,.0f} rows a second ({again / GOAL:.2f} of the goal)", goal, again >= GOAL),
        Line("bare COPY of the same rows, one connection", f"{bare:,.0f} rows a second", "", None),
        Line("ratio of the import to bare COPY", f"{new / bare:.2f}", "", None),
    ]


def _rate(path: Path) -> float:
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "huiyin", "import", "customers", str(path), "--source", "bench"],
        check=True, stdout=subprocess.DEVNULL, env=os.environ,
    )  # fmt: skip
    return ROWS / (time.perf_counter() - began)


def _bare(url: str) -> float:
    """Customers a second that PostgreSQL takes when nothing but their finished rows is sent, batch by batch."""
    with psycopg.connect(url, autocommit=True) as database:
        sheets = {table: list(_sheets(database, table, column)) for table, column in _TABLES.items()}
        for table in _TABLES:
            database.execute(f"CREATE TABLE bare_{table} (LIKE {table} INCLUDING DEFAULTS INCLUDING INDEXES)")
        began = time.perf_counter()
        for some in zip(*sheets.values(), strict=True):
            with database.transaction():
                for table, sheet in zip(_TABLES, some, strict=True):
                    with database.cursor().copy(f"COPY bare_{table} FROM STDIN") as copy:
                        copy.write(sheet)
        seconds = time.perf_counter() - began
        for table in _TABLES:
            database.execute(f"DROP TABLE bare_{table}")
    return ROWS / seconds


def _sheets(database: psycopg.Connection, table: str, column: str) -> Iterator[bytes]:
    """The rows of a table about the customers of the bench, as COPY's text, a batch at a time."""
    wanted = "SELECT object_id FROM customers_corelink WHERE source = 'bench'"
    rows: list[bytes] = []
    with database.cursor().copy(f"COPY (SELECT * FROM {table} WHERE {column} IN ({wanted})) TO STDOUT") as copy:
        for row in copy:
            rows.append(bytes(row))
            if len(rows) == _BATCH:
                yield b"".join(rows)
                rows = []
    if rows:
        yield b"".join(rows)


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
