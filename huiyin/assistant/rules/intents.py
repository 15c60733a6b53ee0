"""What somebody wants with a line: a person, a complaint, their matter, a call, or an answer. Patterns only. Pure."""

import re
from typing import Literal

Intent = Literal[
    "crisis", "person", "anger", "complaint", "money", "status", "call_back", "greet", "thanks", "stop", "yes", "no",
    "question",
]  # fmt: skip
_WORDS: tuple[tuple[Intent, tuple[str, ...]], ...] = (
    ("crisis", (r"不想活|活不下去|想死|死了算了|自杀算了|跳楼", r"want to die|kill myself")),
    (
        "person",
        (
            r"(转|要|找|接|叫|换)(个|一个|到)?人工|^\W*人工(客服|服务)?\W*$|真人|活人|转接|找个人|找人说",
            r"\bhuman\b|real person|\boperator\b|to a person",
        ),
    ),
    (
        "complaint",
        (
            r"(我要|我想|我来|帮我|要求|提交|登记|正式)(再)?投诉",
            r"(make|file) a complaint|want to complain",
        ),
    ),
    (
        "anger",
        (
            r"气死|骗子|骗人|垃圾|混蛋|王八蛋|无耻|太过分|忍无可忍|欺人太甚|曝光|找律师|请律师|告你们|去告|媒体|什么玩意|废物",
            r"\bfraud\b|\bscam|ridiculous|\blawyer|\bsue\b|furious",
        ),
    ),
    (
        "money",
        (
            r"(赔|退|补偿|给|还|付)(给)?我.{0,8}(钱|元|万|块|\d)",
            r"我(能|可以|应该|要)(拿|赔|退|得|领).{0,6}(多少|几|\d)",
            r"how much will (you|i)|pay me|compensate me",
        ),
    ),
    ("call_back", (r"回电|回个电话|回拨|打(电话)?给我|给我(打|来)(个)?电话", r"call me|call back|callback")),
    (
        "status",
        (
            r"(查|看|问)(一下|下|询)?(我的)?(投诉|案件|申请|请求)?(的)?(进度|进展)|办到哪|处理到哪|查(一下|询)?我的投诉",
            r"\bstatus of\b|track my|where is my (complaint|request)",
        ),
    ),
    ("greet", (r"^\W*(你好|您好|在吗|在不在|有人吗|hi|hello|hey|good (morning|evening))\W*$",)),
    ("thanks", (r"^\W*(好的?|嗯|哦)?\W*(多谢|谢谢|感谢)(你|您|了)?\W*$", r"^\W*thank(s| you)\W*$")),
    ("stop", (r"^\W*(取消|算了|不用了|停|退出|返回|cancel|stop|never mind)\W*$",)),
    ("yes", (r"^\W*(是|是的|对|对的|好|好的|可以|确认|没错|提交|嗯|yes|y|ok|okay|confirm)\W*$",)),
    ("no", (r"^\W*(不|不是|不对|不行|否|没有|no|n|nope)\W*$",)),
)
#: Read in this order: the first that fits counts.
PATTERNS = tuple((name, re.compile("|".join(patterns), re.IGNORECASE)) for name, patterns in _WORDS)
#: What a machine leaves to people, whatever it knows.
FOR_PEOPLE = frozenset({"crisis", "person", "anger", "money"})


def intent(said: str) -> Intent:
    """What the line wants; what fits nothing is a question."""
    return next((name for name, pattern in PATTERNS if pattern.search(said)), "question")
