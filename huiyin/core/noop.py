"""Mark a sentence for translation where Django may not be imported (rules): the edge translates it with gettext."""


def _(sentence: str) -> str:
    return sentence
