"""Numbers written as words, in Chinese and English, as digits; words that only look like numbers stay words."""

from __future__ import annotations

import re

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000}
LONGEST = 16
"""Characters of the longest number that is read; a longer run is no number anybody says."""

_RUN = re.compile("[零〇一二两三四五六七八九十百千万]+")
_D = "[一二两三四五六七八九]"
_BELOW_WAN = f"(?:{_D}千)?零?(?:{_D}百)?零?(?:{_D}?十)?零?{_D}?"
_SPOKEN = re.compile(f"(?:({_BELOW_WAN})万)?({_BELOW_WAN})")
_READ_OFF = re.compile("[零〇一二三四五六七八九]+")
# What is counted: 三号, 两件, 五天, 八点, 七分裤.
_COUNTED = re.compile(
    "[个号件款条双瓶盒包片袋支天日月年周岁码折元毛斤克米寸倍次点秒人位套层张台部楼种样级期箱桶罐杯代升度对组份颗粒根本顶串排]|块钱?|公斤|毫升|厘米|英寸"
    "|分(?!之)|小时|千克|链接|(?:ml|g|kg|cm|mm)(?![a-z])"
)
# One is also "a" and "at all": 一点, 一样, 一种, 一块去, 推荐一款 are no numbers.
_COUNTED_ONCE = re.compile(
    "[个号件款条双瓶盒包袋支天日月年周岁码折元斤克米箱桶罐杯台楼期套张组份]|次(?!性)|块钱|分钟|分钱|公斤|毫升|小时|人份|链接|(?:ml|g|kg|cm)(?![a-z])"
)
_NO_COUNT = re.compile("年四季|天到晚|条龙|个劲|个人|日三餐")
_TEN_AT_ALL = re.compile("分(?!钟|钱)")  # 十分好看
_SAID_BEFORE_ONE = frozenset("这那哪每同另某任下上唯统万独其单进荐有给求换送来是找发挑选了")
_HOURS = ("上午", "下午", "中午", "凌晨", "晚上", "今晚", "明晚")
_WEEKDAYS = ("周", "星期", "礼拜")
_RUN_TOGETHER = re.compile("折|节")  # 八五折, 三八节
# 一米六五, 九块九; but 三块一起.
_AFTER_UNIT = re.compile(r"[\d零〇一二两三四五六七八九十百千万][米块]$")
_THIRD_PARTY = re.compile("方|者")
_NAMES = re.compile("三只松鼠|七匹狼")

# 买一送一, 假一赔三: an offer's numbers count without naming what.
_OFFER = re.compile(f"(?<=[买拍假满])({_D}|十)([送赔赠免减发得])({_D}|十)(?!{_D}|[十百千万])")

_TEENS = """two three four five six seven eight nine ten eleven twelve
thirteen fourteen fifteen sixteen seventeen eighteen nineteen"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ENGLISH_VALUES = (
    {word: n for n, word in enumerate(_TEENS.split(), 2)}
    | {word: 10 * n for n, word in enumerate(_TENS.split(), 2)}
    | {word: n for n, word in enumerate(["one", "second", "third", "fourth", "fifth", "sixth"], 1)}
    | {"first": 1}
)
_ENGLISH = re.compile(
    rf"(?<![a-z0-9])(?:({'|'.join(_TENS.split())})(?: (one|two|three|four|five|six|seven|eight|nine))?"
    rf"|({'|'.join(_TEENS.split())})"
    r"|(first|second|third|fourth|fifth|sixth)(?= (?:one|link|item|product)(?![a-z]))"
    # "which one" counts nothing.
    r"|((?<=link )one|(?<=item )one|(?<=number )one|(?<=buy )one|(?<=get )one(?= free)))(?![a-z0-9])"
)


_ORDINAL = re.compile(r"(?<![a-z0-9.])(\d{1,6})(?:st|nd|rd|th)(?![a-z0-9])")
_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_GREAT = re.compile(rf"(?<![a-z0-9])(?:({'|'.join(_ONES)}|a) )(hundred|thousand)(?![a-z0-9])")


def with_digits(text: str) -> str:
    """Return normalised text with its numbers in digits: "三号链接" → "3号链接", "link two" → "link 2"."""
    text = _ORDINAL.sub(r"\1", text)
    if "hundred" in text or "thousand" in text:
        text = _GREAT.sub(_great, text)
    if _RUN.search(text):
        text = _RUN.sub(_written, _OFFER.sub(_offered, text))
    if _ENGLISH.search(text):
        text = _ENGLISH.sub(_english, text)
    return text


def _written(match: re.Match[str]) -> str:
    run, text, start, end = match.group(), match.string, match.start(), match.end()
    number = _value(run)
    before = text[max(0, start - 2) : start]
    if not number or before[-1:].isdigit() or before.endswith(("几", *_WEEKDAYS)):
        return run
    if before.endswith("第"):
        return run if _THIRD_PARTY.match(text, end) else number
    if run != "一" and _AFTER_UNIT.match(before):
        return number
    if len(run) == 2 and _READ_OFF.fullmatch(run):
        # 七八天 is seven or eight days.
        return number if _RUN_TOGETHER.match(text, end) else run
    return number if len(run) > 1 or _counts(run, before, text, start, end) else run


def _counts(char: str, before: str, text: str, start: int, end: int) -> bool:
    if _NAMES.match(text, start) or _NO_COUNT.match(text, end):
        return False
    if char == "一":
        hour = before in _HOURS and text.startswith("点", end)
        return hour or (before[-1:] not in _SAID_BEFORE_ONE and _COUNTED_ONCE.match(text, end) is not None)
    return not (char == "十" and _TEN_AT_ALL.match(text, end)) and _COUNTED.match(text, end) is not None


def _value(run: str) -> str:
    """Return a number in digits, "" if it is not written as numbers are (千万, 百 alone)."""
    if len(run) > LONGEST or run[0] in "百千万":
        return ""
    if _READ_OFF.fullmatch(run):
        return "".join(str(_DIGITS[char]) for char in run)
    spoken = _SPOKEN.fullmatch(run)
    if not spoken:
        return ""
    number = _sum(spoken[1] or "") * 10_000 + _sum(spoken[2])
    # 三百五 is 350, 三百零五 is 305.
    if run[-2:-1] in ("百", "千", "万") and run[-1] in _DIGITS:
        number += _DIGITS[run[-1]] * (_UNITS[run[-2]] // 10 - 1)
    return str(number)


def _sum(spoken: str) -> int:
    total = digit = 0
    for char in spoken:
        if char in _UNITS:
            total, digit = total + (digit or 1) * _UNITS[char], 0
        else:
            digit = _DIGITS[char]
    return total + digit


def _great(match: re.Match[str]) -> str:
    ones = _ONES.index(match[1]) + 1 if match[1] in _ONES else 1
    return str(ones * (100 if match[2] == "hundred" else 1_000))


def _offered(match: re.Match[str]) -> str:
    bought, verb, given = match.groups()
    return f"{_value(bought)}{verb}{_value(given)}"


def _english(match: re.Match[str]) -> str:
    return str(sum(_ENGLISH_VALUES[word] for word in match.groups() if word))
