"""Numbers as Chinese law writes them (第三百三十五条): to int and back."""

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}

NUMERAL = rf"(?:\d{{1,4}}|[{''.join((*_DIGITS, *_UNITS))}]{{1,9}})"
"""Regular expression of one numeral, Arabic or Chinese."""


def to_int(numeral: str) -> int:
    """Read 三十二, 一百零一, 二〇一五, 两百 or 32; raises ValueError for anything else."""
    if numeral.isdecimal():
        return int(numeral)
    if not numeral or set(numeral) - _DIGITS.keys() - _UNITS.keys():
        raise ValueError(f"{numeral!r} is not a numeral")
    if not set(numeral) & _UNITS.keys():
        return int("".join(str(_DIGITS[c]) for c in numeral))
    return _sum_of_units(numeral)


def to_chinese(number: int) -> str:
    """Write 1 to 9999 as law does: 10 is 十, 101 一百零一, 110 一百一十; else ValueError."""
    if not 0 < number < 10_000:
        raise ValueError(f"{number} is outside 1..9999")
    written = ""
    for unit, value in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, number = divmod(number, value)
        if digit:
            written += "零一二三四五六七八九"[digit] + unit
        elif written and number and not written.endswith("零"):
            written += "零"
    return written.removeprefix("一") if written.startswith("一十") else written


def _sum_of_units(numeral: str) -> int:
    total, digit = 0, 0
    for character in numeral:
        if character in _UNITS:
            total += (digit or 1) * _UNITS[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit
