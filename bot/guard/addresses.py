"""Addresses where somebody lives or gets parcels."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.guard.digits import AS_DIGITS
from bot.guard.reading import Reading

# Each pattern begins with a word of its own, so that a long line is looked through once; what stands before is
# looked at afterwards.
_C = "[\u4e00-\u9fff]"
_N = "(?:\\d{1,5}|[十百]\\d?|\\d[十百]\\d?)"
_ROOM = f"(?:[a-z]?{_N}[-号]?(?:号楼|栋|幢|座|单元|楼|层|室|房|户|铺|院|门))"
_ROAD = "(?:路|街道?|大道|大街|胡同|巷|弄|道)(?:[东西南北中]段|[东西南北中])?"
_ROAD_AND_NUMBER = re.compile(
    f"{_ROAD}{_N}(?:号院?|弄)(?!链接|线|楼主)(?:{_N}号)?({_C}{{0,10}}?{_ROOM}(?:{_C}{{0,2}}{_ROOM}){{0,4}}\\d{{0,5}}(?:室|号)?)?"
)
_ESTATE = re.compile(
    f"(?:小区|花园|公寓|大厦|广场|苑|家园|新村|宿舍|校区|大学|学院|社区|庭|湾|墅|居|郡|府|园|城|村|庄|坊|轩|阁|堡|寓|里|家属院|院|区|县|镇|乡|街道)"
    f"(?:{_C}{{0,2}}?[a-z]?{_N}(?:号楼|栋|幢|座|期|区|号院|舍)){{1,3}}(?:{_N}单元)?(?:{_N}[楼层])?\\d{{2,5}}(?:室|房|户|号)?(?![\\d个件元块折%份斤])"
)
_BUILDING = re.compile(
    f"(?<![\\d.])[a-z]?{_N}(?:号楼|栋|幢|座)(?:{_N}单元)?(?:{_N}[楼层])?\\d{{2,5}}(?:室|房|户|号)|(?<!\\d)\\d{{1,2}}单元(?:{_N}[楼层])?\\d{{2,5}}(?:室|房|户|号)?"
)
_ESTATE_OF = re.compile(
    f"(?:小区|花园|公寓|大厦|广场|苑|家园|新村|宿舍|社区|村|庄|家属院)[a-z]?{_N}(?:号楼|栋|幢|座|单元|号)(?!链接)"
)
_VILLAGE = re.compile(f"村(?:{_C}{{0,3}}){_N}(?:组|号|队|户|社)")
_WHOLE_WAY = re.compile(
    f"(?:省|自治区|市){_C}{{1,8}}?(?:市|州|盟|地区|区|县){_C}{{1,8}}?(?:区|县|市|镇|乡|街道){_C}{{1,12}}?(?:路|街|镇|村|道|乡|巷|组|小区|花园|大厦)"
)
_AREA = re.compile(f"(?:{_C}{{2,8}}?(?:省|自治区))?{_C}{{2,7}}?(?:市|州|区|县|旗|镇|乡|街道)(?={_C})")
_LIVES = re.compile(
    "(?:我?家?住在?|地址|收货|收件|寄[到给往]?|送[到去往]|快递|邮[到寄]|家在|发[到往]|我在|搬到|位于|上门)[^，。！？；]{0,14}$"
)
_LEADS_TO = re.compile("[寄送邮发]到|住在?|地址[是为]?|家在|我在|搬到|位于|收货|在")
_NAME_BACK = 6
"""Characters before a road or an estate that are its name."""
_FAR_BACK = 30

_STREET = r"(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|court|terrace|highway|hwy|parkway|crescent|close)"
_NOT_A_NAME = r"(?!(?:days?|hours?|the|of|on|for|in|pieces?|pcs|links?|off|percent|minutes?|weeks?|a|an|and|or|to|at|is|km|miles?|more|people|years?|star|stars|from|per|items?|sets?|pairs?|kills?|en|de|la|por)\b)"
_ENGLISH = re.compile(
    rf"(?<![\w$€£¥.])(?:(?:apt|apartment|flat|unit|suite|room|rm|no)\.? ?#?\d{{1,5}}[a-z]?,? )?\d{{1,5}}[a-z]?,? (?:{_NOT_A_NAME}[a-z'.]{{1,20}} ){{1,4}}{_STREET}\b\.?(?:,? (?:apt|apartment|flat|unit|suite|room|rm|#)\.? ?#?\d{{1,5}}[a-z]?)?"
    rf"|\bno\.? ?\d{{1,5}},? (?:{_NOT_A_NAME}[a-z'.]{{1,20}} ){{1,4}}{_STREET}\b|\b(?:apt|apartment|flat|suite)\.? ?#?\d{{1,5}}[a-z]?\b|\bp\.?o\.? box \d{{1,6}}\b"
)
_WORTH_A_LOOK = re.compile("\\d|[省市州区].{1,12}[区县镇乡道]")


def addresses(reading: Reading) -> Iterator[tuple[int, int]]:
    """Return where in a reading addresses stand."""
    plain = reading.text.translate(AS_DIGITS)
    if not _WORTH_A_LOOK.search(plain):
        return
    if not plain.isascii():
        # Blanks in an address hide nothing: 阳光花园 3 栋 2 单元.
        kept = [place for place, char in enumerate(plain) if not char.isspace() and char not in "-—_·*、"]
        for start, end in _chinese("".join(plain[place] for place in kept)):
            yield kept[start], kept[end - 1] + 1
    for match in _ENGLISH.finditer(plain):
        yield match.span()


def _chinese(text: str) -> Iterator[tuple[int, int]]:
    for match in _ROAD_AND_NUMBER.finditer(text):
        area, lives = _area(text, match.start()), _LIVES.search(text[: match.start()][-_FAR_BACK:])
        if match.group(1) or area is not None or lives:
            yield area if area is not None else _name(text, match.start()), match.end()
    for pattern in (_ESTATE, _WHOLE_WAY):
        for match in pattern.finditer(text):
            area = _area(text, match.start())
            yield area if area is not None else _name(text, match.start()), match.end()
    for match in _BUILDING.finditer(text):
        yield match.span()
    for match in _ESTATE_OF.finditer(text):
        area = _area(text, match.start())
        if area is not None or _LIVES.search(text[: match.start()][-_FAR_BACK:]):
            yield area if area is not None else _name(text, match.start()), match.end()
    for match in _VILLAGE.finditer(text):
        if (area := _area(text, match.start())) is not None:
            yield area, match.end()


def _area(text: str, place: int) -> int | None:
    """Return where the area begins that stands before a place; None when there is none."""
    first = max(0, place - _FAR_BACK)
    before = re.split("[^\u4e00-\u9fff\\d]", text[first:place])[-1]
    match = _AREA.search(before + "路")
    return place - len(before) + match.start() if match and match.start() < len(before) else None


def _name(text: str, place: int) -> int:
    """Return where the name of a road or an estate begins: the characters before its kind, not 寄到."""
    start = place
    while (
        start > 0
        and place - start < _NAME_BACK
        and ("\u4e00" <= text[start - 1] <= "\u9fff" or text[start - 1].isdigit())
    ):
        start -= 1
    leads = list(_LEADS_TO.finditer(text, start, place))
    return leads[-1].end() if leads and leads[-1].end() < place else start
