"""Chinese numerals to numbers and back: 四十一 → 41, 一百零七 → 107, ４１ → 41."""

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
NUMERAL = r"[0-9零〇○一二两三四五六七八九十百千]{1,9}"


def number(text: str) -> int | None:
    """The number that `text` writes, in Chinese or ASCII digits; None when it writes none."""
    if text.isascii():
        return int(text) if text.isdigit() else None
    if not any(char in _UNITS for char in text):  # 二〇一〇, digit by digit
        digits = [str(_DIGITS[char]) if char in _DIGITS else char for char in text]
        joined = "".join(digits)
        return int(joined) if joined.isdigit() else None
    total, digit = 0, None
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _UNITS:
            total += (1 if digit is None else digit) * _UNITS[char]
            digit = None
        else:
            return None
    return total + (digit or 0)


def chinese(value: int) -> str:
    """`value` (1 to 9999) as laws count their articles: 41 → 四十一, 110 → 一百一十, 1001 → 一千零一."""
    found, gap = "", False
    for unit, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, value = divmod(value, size)
        if digit:
            found += ("零" if gap and found else "") + "零一二三四五六七八九"[digit] + unit
            gap = False
        elif found:
            gap = True
    return found.removeprefix("一") if found.startswith("一十") else found
