"""First letters of Chinese words."""

import pytest

from huiyin.core.pinyin import initials


@pytest.mark.parametrize(
    ("words", "letters"),
    [
        ("投诉队列", "tsdl"), ("首页", "sy"), ("看板", "kb"), ("设置", "sz"), ("手册", "sc"), ("帮助", "bz"),
        ("通知", "tz"), ("Queue 队列", "queuedl"), ("啊", "a"), ("座", "z"), ("", ""), ("龘，！", ""), ("𠮷", ""),
    ],
)  # fmt: skip
def test_the_first_letters_of_words_of_the_desk(words: str, letters: str) -> None:
    assert initials(words) == letters
