"""Complaints in numbers: a file in our own import format, made the same on every run, to fill a database through the
import itself. A common, a medium and a rare word stand in one of ten, of a hundred and of a thousand texts."""

import csv
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

COMMON, MEDIUM, RARE = "拒赔", "骨髓移植", "电动轮椅"
HEADER = (
    *("原编号", "收到时间", "办结时间", "状态", "渠道", "标题", "投诉内容", "诉求", "诉求金额", "投诉人", "联系电话"),
    *("保单号", "险种", "投诉类别", "机构", "责任认定"),
)
_OPENINGS = ("本人于{year}年投保", "我家里老人{year}年买了", "客户来电反映其{year}年购买", "来信称{year}年在网点办理")
_PRODUCTS = ("百万医疗险", "分红型两全保险", "车险商业险", "意外伤害保险", "重大疾病保险", "年金保险", "家庭财产险")
_FACTS = (
    "住院后提交了全部病历和发票,至今没有收到结果",
    "销售时说随时可以取出,现在却说要扣一半",
    "多次拨打客服电话都无人接听",
    "理赔人员要求反复补充同一份材料",
    "续保时保费涨了三成,事先没有任何通知",
    "回访电话里的声音不是本人",
    "定损金额远低于修理厂报价",
    "答应的礼品和返还一直没有兑现",
    "扣款账户被划走两次保费",
    "代理人离职后没有人再联系过我们",
)
_WISHES = ("要求退还已交保费", "要求按合同赔付", "要求书面说明理由", "要求相关人员道歉", "希望尽快办结并回电")
_SURNAMES, _GIVEN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰"
_LINES = ("健康险", "分红险", "车险", "意外险", "健康险", "年金险", "财产险")
_CHANNELS = ("电话", "网站", "邮件", "信函", "来访")
_CODES = ("C21", "P41", "S11", "S31", "P33", "P43", "C31", "P46", "P62", "S34")


def write(path: Path, count: int, *, until: datetime, units: list[str], first: int, is_open: bool) -> Path:
    """Write `count` rows, numbered from `first`: ended ones of the two years before `until`, or open ones of its last
    twelve days."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(_rows(range(first, first + count), until, units, is_open))
    return path


def _rows(serials: range, until: datetime, units: list[str], is_open: bool) -> Iterator[list[object]]:
    chance = random.Random(20200301 + serials.start)  # noqa: S311 - the same texts on every run
    for serial in serials:
        age = timedelta(minutes=chance.randrange(10, 12 * 1440 if is_open else 730 * 1440))
        received = until - age
        kind = chance.randrange(len(_PRODUCTS))
        fact = chance.randrange(len(_FACTS))
        words = [word for word, each in ((COMMON, 10), (MEDIUM, 100), (RARE, 1000)) if serial % each == 7 % each]
        text = "。".join([
            chance.choice(_OPENINGS).format(year=received.year - chance.randrange(1, 6)) + _PRODUCTS[kind],
            _FACTS[fact], chance.choice(_FACTS), *(f"对方提到{word}一事" for word in words),
            chance.choice(_WISHES) + f",编号{serial:07d}",
        ])  # fmt: skip
        closed = min(received + timedelta(days=chance.randrange(2, 28)), until)
        name = chance.choice(_SURNAMES) + "".join(chance.choice(_GIVEN) for _ in range(chance.randrange(1, 3)))
        verdict = "" if is_open else chance.choice(("有责", "部分有责", "无责"))
        yield [
            f"B{serial:08d}", f"{received:%Y-%m-%d %H:%M}", "" if is_open else f"{closed:%Y-%m-%d %H:%M}",
            "未办结" if is_open else "已办结", chance.choice(_CHANNELS), _PRODUCTS[kind] + _FACTS[fact][:12], text,
            chance.choice(_WISHES), chance.randrange(0, 40000, 100) or "", name, f"199{serial:08d}", f"P{serial:010d}",
            _LINES[kind], _CODES[fact], chance.choice(units), verdict,
        ]  # fmt: skip
