"""`huiyin import customers` and `policies`: each row once, the newest counts, the rest goes to the rejects file."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from huiyin.commands import import_customers, import_policies
from huiyin.customers.models import Party, Policy
from tests.people import House, build

HEAD = "客户号,客户类型,客户姓名,证件类型,证件号码,手机号码,出生日期"
ROWS = ["C1,个人,欧阳春梅,身份证,11010519491231002X,13812345678,", "C2,企业,江苏测试有限公司,,,025-8000000,"]


@pytest.fixture
def house(db: None) -> House:
    return build()


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    def write(*lines: str, name: str = "customers.csv", codec: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes("\n".join(lines).encode(codec))
        return path

    return write


def run(path: Path, *more: str) -> int:
    return import_customers.main([str(path), "--source", "core", *more])


def phones() -> list[str]:
    return [party.phone for party in Party.objects.order_by("external_ref")]


def test_a_file_comes_in_once_and_a_dry_run_writes_nothing(
    house: House, file: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    path = file(HEAD, *ROWS, codec="gb18030")
    assert run(path, "--dry-run") == 0
    dry = capsys.readouterr().out.splitlines()[-1]
    assert Party.objects.count() == 0
    assert run(path) == 0
    assert capsys.readouterr().out.splitlines()[-1] == dry
    assert (phones(), Party.objects.get(external_ref="C2").kind) == (["13812345678", "025-8000000"], "organisation")
    assert run(path) == 0
    assert Party.objects.count() == 2
    book = Workbook()
    for line in (HEAD, ROWS[0].replace("13812345678", "13900000000")):
        book.worksheets[0].append(line.split(","))
    book.save(path.with_suffix(".xlsx"))
    assert run(path.with_suffix(".xlsx")) == 0
    assert phones() == ["13900000000", "025-8000000"]
    assert run(path, "--as-of", "2020-01-01") == 0
    assert phones() == ["13900000000", "025-8000000"], "an older file overwrites nothing"


def test_what_cannot_be_goes_to_the_rejects_file_and_comes_in_once_mended(
    house: House, file: Callable[..., Path], tmp_path: Path
) -> None:
    wrong = "C3,个人,张三,身份证,110105194912310021,13812345679,"
    path, rejects = file(HEAD, ROWS[0], wrong, "C4,个人,李四,,,,昨天"), tmp_path / "rejects.csv"
    assert run(path, "--rejects", str(rejects)) == 1
    assert Party.objects.count() == 1
    with rejects.open(encoding="utf-8-sig", newline="") as opened:
        found = list(csv.DictReader(opened))
    assert [one["客户号"] for one in found] == ["C4", "C3"] or [one["客户号"] for one in found] == ["C3", "C4"]
    assert all("110105" not in one["_reason"] for one in found)
    rejects.write_text(rejects.read_text("utf-8-sig").replace("110105194912310021", "").replace("昨天", "1960-05-17"))
    assert run(rejects) == 0
    assert Party.objects.count() == 3


def test_policies_come_after_their_holders(house: House, file: Callable[..., Path]) -> None:
    run(file(HEAD, *ROWS))
    path = file(
        "保单号,客户号,机构代码,险种代码,险种名称,业务类别,生效日期,保费",
        "P-1,C1,JS-CP,HE01,百万医疗,健康险,2025/1/1,1200.50",
        "P-2,C9,JS-CP,HE01,百万医疗,健康险,2025-01-01,1",
        "P-3,C1,JS-CP,HE01,百万医疗,健康险,2025-01-01,一百",
        name="policies.csv",
    )
    assert import_policies.main([str(path), "--source", "core"]) == 1
    policy = Policy.objects.get()
    assert (policy.number, policy.line, str(policy.premium), policy.holder.name) == (
        "P-1", "health", "1200.50", "欧阳春梅",
    )  # fmt: skip


def test_what_is_wrong_with_the_file_or_the_form_is_said_before_anything_is_done(
    house: House, file: Callable[..., Path], tmp_path: Path
) -> None:
    assert run(file("姓名,电话", "张三,1")) == 2
    assert run(file(HEAD)) == 2
    form = tmp_path / "form.yaml"
    for text in ("columns: {colour: [颜色]}", "columns: {key: 客户号}", "[]", "columns: {key: [a]}\nvalues: {kind: 1}"):
        form.write_text(text)
        assert run(file(HEAD, *ROWS), "--form", str(form)) == 2, text
    form.write_text("columns: {key: [Nr], name: [Name]}")
    assert run(file("Nr,Name", "C1,Li"), "--form", str(form)) == 0
    assert run(file(HEAD, *ROWS), "--as-of", "gestern") == 2
