"""The sentences of the linter, Chinese and English: whole sentences, so that the command runs without Django."""

from collections.abc import Sequence

from huiyin.core.numerals import chinese
from huiyin.core.words import Words
from huiyin.handbook.rules.citations.terms import Authority, Document


def name(one: Document) -> Words:
    """A document with its number: 《…》（银保监会令2020年第3号）."""
    number_zh = f"（{one.number}）" if one.number else ""
    number_en = f" ({one.number})" if one.number else ""
    return Words(f"《{one.title.zh}》{number_zh}", f"{one.title.en}{number_en}")


def articles(numbers: Sequence[str]) -> Words:
    """第十条、第十三条; art 10, 13."""
    zh = "、".join(f"第{chinese(int(one))}条" if one.isdecimal() else one for one in numbers)
    return Words(zh, f"art {', '.join(numbers)}")


def of(one: Document, numbers: Sequence[str] = ()) -> Words:
    """The source of a finding: a document and articles of it."""
    known, which = name(one), articles(numbers)
    return Words(f"{known.zh}{which.zh}", f"{known.en} {which.en}") if numbers else known


def beyond(one: Document, total: int) -> Words:
    """An article after the last."""
    return Words(
        f"《{one.title.zh}》一共{total}条，没有这一条；请核对条号。",
        f"{one.title.en} has {total} articles and none of this number; check it.",
    )


def elsewhere(one: Document, cited: Sequence[str], better: Sequence[str]) -> Words:
    """An article cited for what others say."""
    zh = "；".join(f"第{chinese(int(key))}条讲的是{one.articles[key].gist.zh}" for key in cited)
    en = "; ".join(f"art {key} is about {one.articles[key].gist.en}" for key in cited)
    best = [f"第{chinese(int(key))}条（{one.articles[key].gist.zh}）" for key in better]
    best_en = [f"art {key} ({one.articles[key].gist.en})" for key in better]
    return Words(f"{zh}；这里的内容请引{'、'.join(best)}。", f"{en}; for this content cite {', '.join(best_en)}.")


def moved(one: Document, old: Document, cited: Sequence[str], better: Sequence[str]) -> Words:
    """An article that had this content in the edition before."""
    since = one.since.isoformat() if one.since else ""
    return Words(
        f"这是{since}以前文本的条号；现行文本为{articles(better).zh}。",
        f"{articles(cited).en} is the numbering of the text before {since}; it is {articles(better).en} now.",
    )


def ended(one: Document, later: Document | None) -> Words:
    """A document out of force."""
    day = f"{one.until.isoformat()}起不再适用" if one.until else "已经废止"
    day_en = f"after {one.until.isoformat()}" if one.until else "any more"
    if later is None:
        return Words(f"《{one.title.zh}》{day}；请改引现行规定。", f"Not in force {day_en}; cite what is in force.")
    told = name(later)
    return Words(
        f"{day}，由{told.zh}取代；请改引并重新核对条号。",
        f"Not in force {day_en}; replaced by {told.en}. Cite that and check the article.",
    )


def not_yet(one: Document) -> Words:
    """A document whose first day is still to come."""
    day = one.since.isoformat() if one.since else ""
    return Words(f"自{day}起施行，当日尚未生效。", f"In force from {day}, not yet on this day.")


def draft(one: Document) -> Words:
    """A draft for comment."""
    return Words(
        "这是征求意见稿，没有约束力；请引现行规定，或写明是征求意见稿。",
        "A draft for comment binds nobody: cite what is in force, or call it a draft.",
    )


def other_title(one: Document) -> Words:
    """A number under the title of something else."""
    known = name(one)
    return Words(
        f"这个文号或者标准号是{known.zh}的，与所写名称不符；请核对名称和文号。",
        f"The number is that of {known.en}; it does not go with this title. Check both.",
    )


def other_number(one: Document) -> Words:
    """A title under the number of something else."""
    known = name(one)
    return Words(
        f"这个名称的文件是{known.zh}，文号或者标准号不符；请核对。",
        f"The document of this title is {known.en}; the number does not fit. Check it.",
    )


def both_known(by_number: Document, by_title: Document) -> Words:
    """Number and title of two different documents."""
    first, second = name(by_number), name(by_title)
    return Words(
        f"号码是{first.zh}的，名称是{second.zh}的；请引其中一个。",
        f"The number is that of {first.en}, the title that of {second.en}; cite one of them.",
    )


def old_title(one: Document) -> Words:
    """The title of an earlier edition under the number of the present one."""
    known = name(one)
    return Words(
        f"这是旧版的名称；现行为{known.zh}，请改用现行名称。",
        f"That is the title of an earlier edition; it is {known.en} now.",
    )


def no_edition(one: Document, year: str) -> Words:
    """A standard with a year in which it was not issued."""
    known = name(one)
    return Words(f"没有查到{year}年版；现行为{known.zh}。", f"No edition of {year} is known; in force is {known.en}.")


def two_titles(others: Sequence[str]) -> Words:
    """One number under several titles in one text."""
    zh, en = "、".join(f"《{one}》" for one in others), ", ".join(f"“{one}”" for one in others)
    return Words(
        f"同一文号在文中还写作{zh}；至多一个是对的，请找出原文核对。",
        f"The text gives this number to {en} too; at most one can be right. Find the original.",
    )


def unknown(near: Document | None, editions: Sequence[str] = ()) -> Words:
    """A document nobody could check."""
    zh, en = (
        "未能核对：请找出原文，补上文号和发布日期；找不到的不作依据。",
        "Could not be checked: find the original and add its number and date; do not rest on it otherwise.",
    )
    if editions:
        zh += f"文中同一名称还有{'、'.join(editions)}，请统一。"
        en += f" The text also names {', '.join(editions)}: agree on one."
    if near is not None:
        told = name(near)
        zh, en = zh + f"是不是{told.zh}？", f"{en} Is {told.en} meant?"
    return Words(zh, en)


def later_number(one: Document) -> Words:
    """A number younger than the edition known here."""
    known = name(one)
    return Words(
        f"这里只知道{known.zh}；文号更新，请核对是否为新版。",
        f"Known here is {known.en}; the number is younger. Check whether there is a new edition.",
    )


def authority(one: Authority, later: Authority | None) -> Words:
    """A body that is no more."""
    day = one.until.isoformat() if one.until else ""
    if later is None:
        return Words(f"该机构于{day}后不再存在。", f"This body ended on {day}.")
    return Words(
        f"该机构于{day}后不再履职，职责由{later.title.zh}承担；现在的职责请改写为新机构，"
        "历史文件请写明文号和日期，或在机构名前加“原”。",
        f"This body ended on {day}; {later.title.en} took over. Name that one for what is done today; "
        "give number and date of an old document, or write “former”.",
    )


NOBODY = Words("本数据集中没有此文件", "not among the documents known here")
UNTITLED = Words("未写明名称的报告或者数据", "a report or figures without a title")
NO_TITLE = Words(
    "未能核对：请写明报告名称、发布日期和出处。",
    "Could not be checked: name the report, its date and where it is found.",
)
