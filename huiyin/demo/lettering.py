"""What came on paper: a letter of the day before yesterday with its words, and the opinion book of an outlet."""

from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import typst
from django.db import transaction

from huiyin.accounts.models import Unit, User
from huiyin.accounts.queries import actor
from huiyin.cases.actions import letters, outlet
from huiyin.cases.models import BookEntry, Letter, Wording
from huiyin.core import blobs
from huiyin.core.documents.coverage import FONTS
from huiyin.core.time import local_date

AGENT, UNIT = "lin.xiaowen", "HQ-CS"
LINES = (
    "尊敬的客户服务部：",
    "我是贵公司十年的老客户。今年七月我住院十二天，出院后把病历和发票都交给了柜台，",
    "柜员说十个工作日有结果。到现在四个月过去，没有电话，也没有书面答复。",
    "我今年六十八岁，不会用手机软件，只好写信。请告诉我材料到了哪里、什么时候能赔。",
    "此致敬礼",
)
SENDER, ADDRESS = "周桂芳", "杭州市拱墅区湖墅南路 88 号 2 幢 301 室"


# How many days ago, page, line, what it is, the words, the answer.
BOOK_UNIT = "JS-SZ"
BOOK = (
    (9, 1, 1, "suggestion", "等候区的座位太少，老人站着排队，建议增加座椅。", "感谢您的建议，本周已增加十把座椅。"),
    (6, 1, 2, "praise", "柜台的小陈耐心教我用手机查保单，谢谢。", "谢谢您的鼓励，我们已转告小陈。"),
    (2, 3, 1, "matter", "下午三点只开一个窗口，等了一个半小时，没有人解释。", ""),
)


def post(now: datetime) -> None:
    """All at once or not at all; a second time changes nothing."""
    if Letter.objects.exists():
        return
    _write_book(now)
    agent = User.objects.filter(email__startswith=f"{AGENT}@", is_active=True).first()
    unit = Unit.objects.filter(code=UNIT).first()
    if agent is None or unit is None:
        return
    at = now - timedelta(days=1)
    stamp = local_date(at) - timedelta(days=1)
    file = blobs.keep(_paper(), name="来信扫描.pdf", content_type="application/pdf")
    with transaction.atomic():
        coming = letters.Coming(
            received_on=stamp, posted_on=stamp - timedelta(days=4), files=[file], unit=unit, name=SENDER,
            address=ADDRESS, subject="理赔材料交了四个月没有答复",
        )  # fmt: skip
        letter = letters.take_letter(coming=coming, by=actor(agent), at=at).letter
        item = letter.case.evidence.get()
        read = [(line, 0.98) for line in LINES]
        letters.keep_words(
            case_id=letter.pk, pages=[(item, read, 0.0)], state=Wording.READ, fault="", by=actor(agent), at=at
        )


def _write_book(now: datetime) -> None:
    """The opinion book of an outlet: two entries with their answer, one that waits, a page that is missing."""
    unit = Unit.objects.filter(code=BOOK_UNIT).first()
    user = User.objects.filter(email__startswith=f"{AGENT}@", is_active=True).first()
    if unit is None or user is None or BookEntry.objects.exists():
        return
    by = actor(user)
    with transaction.atomic():
        for days, page, line, kind, text, answer in BOOK:
            at = now - timedelta(days=days)
            written = outlet.Written(
                unit=unit, kind=kind, written_on=local_date(at), page=page, line=line, text=text
            )  # fmt: skip
            entry = outlet.enter(written=written, by=by, at=at)
            if answer:
                outlet.answer(case=entry.case, text=answer, by=by, at=at + timedelta(days=1))


def _paper() -> bytes:
    source = "\n\n".join(LINES)
    with TemporaryDirectory() as folder:
        page = Path(folder) / "page.typ"
        page.write_text(f'#set page(paper: "a4")\n#set text(font: "Noto Serif CJK SC", size: 14pt)\n{source}\n')
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
        made = typst.Compiler(root=folder, font_paths=fonts, ignore_system_fonts=True).compile(str(page))
    assert isinstance(made, bytes)
    return made
