"""Numbers and letters as people hide them from a filter, for tests and for the measurements in bench/."""

from __future__ import annotations

import random
from collections.abc import Callable

CHINESE = str.maketrans("0123456789", "零一二三四五六七八九")
FORMAL = str.maketrans("0123456789", "零壹贰叁肆伍陆柒捌玖")
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
CIRCLED = str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")
BLACK = str.maketrans("0123456789", "⓿❶❷❸❹❺❻❼❽❾")
MATHS = str.maketrans("0123456789", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗")
EMOJI = {str(n): f"{n}\ufe0f\u20e3" for n in range(10)}


def _grouped(number: str, sign: str) -> str:
    sizes = (3, 4, 4) if len(number) == 11 else (6, 8, 4) if len(number) == 18 else (4,) * 5
    parts, place = [], 0
    for size in sizes:
        parts.append(number[place : place + size])
        place += size
    return sign.join(part for part in parts if part)


def _mixed(number: str, roll: random.Random) -> str:
    return "".join(roll.choice((c, c.translate(CHINESE), c.translate(WIDE), c.translate(FORMAL))) for c in number)


DISGUISES: dict[str, Callable[[str, random.Random], str]] = {
    "plain": lambda number, _: number,
    "full width": lambda number, _: number.translate(WIDE),
    "spaced in groups": lambda number, _: _grouped(number, " "),
    "dashed in groups": lambda number, _: _grouped(number, "-"),
    "dotted in groups": lambda number, _: _grouped(number, "."),
    "a blank between all": lambda number, _: " ".join(number),
    "a dash between all": lambda number, _: "-".join(number),
    "Chinese digits": lambda number, _: number.translate(CHINESE),
    "Chinese digits, 幺": lambda number, _: number.translate(CHINESE).replace("一", "幺"),
    "formal digits": lambda number, _: number.translate(FORMAL),
    "Chinese digits, spaced": lambda number, _: _grouped(number.translate(CHINESE), " "),
    "mixed": _mixed,
    "circled": lambda number, _: number.translate(CIRCLED),
    "black circled": lambda number, _: number.translate(BLACK),
    "mathematical": lambda number, _: number.translate(MATHS),
    "emoji": lambda number, _: "".join(EMOJI.get(c, c) for c in number),
    "zero width": lambda number, _: "\u200b".join(number),
    "emoji between": lambda number, roll: _grouped(number, roll.choice("🔥💰🌸")),
    "letters for digits": lambda number, _: number.replace("0", "o").replace("1", "l"),
}  # fmt: skip
SPOKEN: dict[str, Callable[[str, random.Random], str]] = {
    "with +86": lambda number, roll: roll.choice(("+86", "+86 ", "0086", "86-")) + number,
    "words between": lambda number, roll: f"{number[:3]}{roll.choice(('然后', '接着', '再'))}{number[3:7]}{roll.choice(('最后', '后面是', '再'))}{number[7:]}",
    "told in parts": lambda number, _: f"前面{number[:3]}中间{number[3:7]}尾号{number[7:]}",
}  # fmt: skip


def phone(roll: random.Random) -> str:
    """Make up a mobile number."""
    return f"1{roll.randint(3, 9)}{roll.randint(0, 10**9 - 1):09d}"


def identity(roll: random.Random) -> str:
    """Make up an identity number whose last digit checks the others."""
    region = roll.choice(("110105", "310104", "440106", "330106", "510104", "420111", "610113"))
    body = f"{region}{roll.randint(1950, 2010)}{roll.randint(1, 12):02d}{roll.randint(1, 28):02d}{roll.randint(0, 999):03d}"
    total = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(body))
    return body + "10X98765432"[total % 11]


def card(roll: random.Random) -> str:
    """Make up a bank card's number whose last digit checks the others."""
    body = roll.choice(("622202", "621700", "622848", "436742", "411111", "520082", "601382", "955880"))
    body += "".join(str(roll.randint(0, 9)) for _ in range(roll.choice((9, 12)) if body[0] in "69" else 9))
    total = 0
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (2 - place % 2)
        total += value - 9 if value > 9 else value
    return body + str(-total % 10)
