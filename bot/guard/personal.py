"""Personal data in a text, however it is written: what it is, where it stands, and the text without it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.guard.addresses import addresses
from bot.guard.digits import AS_DIGITS, Number, groups, numbers
from bot.guard.reading import LONGEST, Reading, read

MASK = "＊＊＊"
_PHONE = re.compile(r"(?:0{0,2}86)?(1[3-9]\d{9})")
_LANDLINE = re.compile(r"(?:0{0,2}86)?0?(?:10\d{8}|2[0-57-9]\d{8}|[3-9]\d{2}[2-9]\d{6,7})")
_REGION = re.compile(r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91)")
_DATE = re.compile(r"(?:19\d\d|20[0-4]\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_SHORT_DATE = re.compile(r"\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_CARD = re.compile(r"62|60|4|5[0-8]|2[2-7]|3[0-9]|9[0-9]|6[0-9]|1[0]|88")
_SURE_CARD = re.compile(r"62\d{14,17}|4\d{15}|5[1-5]\d{14}")
_PHONE_SHAPES = {(3, 4, 4), (3, 3, 5), (4, 3, 4), (4, 4, 3), (3, 8), (7, 4), (5, 6), (6, 5), (4, 7), (3, 2, 2, 2, 2), (3, 4, 2, 2), (2, 3, 3, 3)}  # fmt: skip
_BEFORE = 12
"""Characters before a number that may say what it is."""
_ABOUT_ORDER = re.compile(
    "(?:订单|单号|运单|快递|物流|货号|编号|条码|条形码|流水|批号|款号|型号|备案|许可证|执行标准|证号|发票|税号|信用代码|商品id|商品码|活动id|sku|order|tracking|barcode|item|ref)[^\\d，。！？]{0,6}$"
)
_ABOUT_GOODS = re.compile("(?:货号|款号|型号|批号|条码|条形码|商品码|sku|barcode|item no)[^\\d，。！？]{0,3}$")
_ABOUT_CARD = re.compile("(?:银行卡|卡号|储蓄卡|信用卡|借记卡|账号|账户|打款|转账|card)[^\\d，。！？]{0,8}$")
_ABOUT_ID = re.compile("(?:身份证|证件|id ?card|id ?no)[^\\d，。！？]{0,8}$")
_ABOUT_PHONE = re.compile(
    "(?:座机|电话|固话|热线|手机|号码|联系方式|联系我|打给?我|拨打|call|tel|phone|mobile)[^\\d，。！？]{0,8}$"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of personal data and where it stands in the text."""

    kind: str
    start: int
    end: int


# Letters with digits: not after 货号, 款号 and the like.
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使][a-hj-np-z][\s·.•・\-_]{0,2}(?!spf)(?=(?:[a-hj-np-z][\s\-]?){0,5}\d)(?:[a-hj-np-z\d][\s\-]?){4,5}[a-hj-np-z\d港澳学警领挂](?![a-z\d])"
)
_PASSPORT = re.compile(r"(?<![a-z0-9])(?:[eg]\d{8}|e[a-hj-np-z]\d{7}|[dsp]e?\d{7,8})(?![a-z0-9])")
_PERMIT = re.compile(
    r"(?:护照|通行证|回乡证|台胞证|passport)[^\da-z，。]{0,6}(?:no\.?|number|号码?)?[\s:：是]{0,3}([a-z]{0,2}\d{7,10})(?![a-z0-9])"
)
_MAIL_HOST = r"(?:qq|163|126|gmail|outlook|hotmail|yahoo|icloud|foxmail|sina|sohu|aliyun|139|189|live|protonmail)"
_MAIL = re.compile(
    # Bounded: of a long run of letters each would be tried as a beginning.
    r"(?<![a-z0-9._%+\-])[a-z0-9][a-z0-9._%+\-]{0,63}\s{0,2}@\s{0,2}[a-z0-9][a-z0-9\-]{0,62}(?:\s{0,2}(?:\.|点|dot|。)\s{0,2}[a-z0-9\-]{1,24}){1,3}"
    r"|(?<![a-z0-9._%+\-])[a-z0-9][a-z0-9._%+\-]{0,63}\s{0,2}(?:艾特|爱特|圈a|小老鼠|[(\[{<【]\s?(?:at|@|艾特)\s?[)\]}>】]|#at#)\s{0,2}[a-z0-9][a-z0-9\-]{0,62}\s{0,2}(?:\.|点|dot|[(\[]dot[)\]]|。)\s{0,2}[a-z]{2,8}"
    rf"|(?<![a-z0-9._%+\-])[a-z0-9][a-z0-9._%+\-]{{0,63}}\s+at\s+(?:{_MAIL_HOST}\s{{0,2}}(?:\.|点|dot|。)\s{{0,2}}[a-z]{{2,8}}|[a-z0-9\-]{{1,62}}\s+(?:dot|点)\s+[a-z]{{2,8}})"
    rf"|(?:邮箱|email|e-mail|mail)[^a-z0-9，。]{{0,6}}[a-z0-9][a-z0-9._%+\-]{{2,63}}\s{{0,2}}(?:在|at|@|艾特)?\s{{0,2}}{_MAIL_HOST}\s{{0,2}}(?:\.|点|dot|。)\s{{0,2}}[a-z]{{2,8}}"
)
_APP_ID = re.compile(
    r"(?:微\s?信|薇信|威信|维信|徽信|v\s?信|(?<![a-z])(?:v\s?x|wx|weixin|wechat(?! ?pay))|绿泡泡)(?:号码?|账号|id)?\s{0,2}(?:是|为|加|搜|:|：|=|➕|\+)?\s{0,2}"
    r"((?=[a-z0-9_\-]*[\d_\-])[a-z][a-z0-9_\-]{4,19}|[a-z]{6,20}(?![a-z])(?<!pay)|\d{6,12})(?![a-z0-9])"
    r"|(?:(?<![a-z])q\s?q|扣扣|企鹅号?|球球|口口)(?:号码?|群|账号)?\s{0,2}(?:是|为|加|搜|:|：|=|➕|\+)?\s{0,2}([1-9](?:[\s\-.]?\d){4,10})(?!\d)"
)
_NOT_AN_ID = re.compile(
    "^(?:wechat|weixin|xiaochengxu|zhifu|qianbao|payment|wallet|official|account|scan|login|groups?|please|store|moments)"
)
_LETTERS_MATTER = re.compile(r"[a-z]|@|\d{4}")
"""What every one of these holds."""


def pieces(text: str) -> list[Piece]:
    """Return the personal data in a text, in order; pieces that overlap are joined."""
    reading = read(text)
    plain = reading.text.translate(AS_DIGITS)
    found = [*_numbers(reading)]
    if _LETTERS_MATTER.search(plain):
        found += _written(reading, plain)
    found += [Piece("address", *reading.span(start, end)) for start, end in addresses(reading)]
    return _joined(found)


def _numbers(reading: Reading) -> Iterator[Piece]:
    found = groups(reading.text)
    if sum(len(group.digits) for group in found) < 7:
        return
    covered = -1
    for number in numbers(reading.text, found, 7):
        if number.start < covered:
            continue
        kind, end = _kind(number, reading.text)
        if kind:
            covered = end
            start = number.start
            if reading.text[max(0, start - 1) : start] == "+":
                start -= 1
            yield Piece(kind, *reading.span(start, end))


def _kind(number: Number, text: str) -> tuple[str, int]:
    """Return what a number is, and where it ends; nothing where it is nobody's."""
    before = text[max(0, number.start - _BEFORE) : number.start]
    if before[-1:].isascii() and before[-1:].isalpha() and not _ends_a_word(before):
        return "", 0  # SF1381234567890, A13812345678
    after = re.match(r"[\s\-]?x(?![a-z])", text[number.end : number.end + 3])
    if len(number.digits) == 17 and after and _is_id(number.digits + "x", number, before):
        return "identity number", number.end + after.end()
    if len(number.digits) in (15, 18) and _is_id(number.digits, number, before):
        return "identity number", number.end
    if (match := _PHONE.fullmatch(number.digits)) and _phone_shaped(number, before, len(number.digits) - 11):
        return ("phone", number.end) if match else ("", 0)
    if _is_landline(number, before):
        return "landline", number.end
    if _is_card(number, before):
        return "bank card", number.end
    return "", 0


def _ends_a_word(before: str) -> bool:
    return re.search(r"(?:tel|phone|mobile|call|vx|v|wx|qq|no|id|me|is|at|card|number|t|p)$", before) is not None


def _phone_shaped(number: Number, before: str, prefix: int) -> bool:
    if _ABOUT_GOODS.search(before):
        return False
    shape = number.shape
    if prefix and shape[0] in (2, 3, 4) and shape[0] == prefix:
        shape = shape[1:]
    elif prefix:
        shape = (shape[0] - prefix, *shape[1:])
    if len(shape) == 1 or shape in _PHONE_SHAPES or all(length == 1 for length in shape):
        return True
    pairs = all(length == 2 for length in shape[:-1]) and shape[-1] in (1, 2)
    odd_sign = len(number.signs) == 1 and not number.signs <= {" ", ",", "，", "、", "/"}
    spelled = any(re.search(r"[\u4e00-\u9fff]", sign) for sign in number.signs)
    return pairs or odd_sign or (spelled and len(shape) <= 5) or _ABOUT_PHONE.search(before) is not None


def _is_id(digits: str, number: Number, before: str) -> bool:
    if len(digits) == 15:
        plausible = _REGION.match(digits) and _SHORT_DATE.fullmatch(digits[6:12])
        return plausible is not None and _ABOUT_ID.search(before) is not None
    if not (_REGION.match(digits) and _DATE.fullmatch(digits[6:14])):
        return False
    if _checked(digits) or _ABOUT_ID.search(before):
        return True
    # One digit mistyped is still somebody's; among the numbers of orders such a date is chance.
    usual = (
        number.whole or number.shape in {(6, 8, 4), (6, 8, 3), (6, 4, 4, 4), (6, 4, 4, 3)} or set(number.shape) == {1}
    )
    return usual and not _ABOUT_ORDER.search(before)


def _checked(digits: str) -> bool:
    total = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(digits[:17]))
    return "10x98765432"[total % 11] == digits[17]


def _is_landline(number: Number, before: str) -> bool:
    digits = number.digits
    if digits.startswith(("400", "800")):
        return False  # a company's hotline
    if len(digits) in (7, 8) and number.whole and digits[0] in "2345678":
        return re.search("(?:座机|固话|家里电话|家庭电话)[^\\d，。！？]{0,6}$", before) is not None
    if not digits.startswith(("0", "860")) or not _LANDLINE.fullmatch(digits):
        return False
    return number.whole or len(number.shape) <= 4 or set(number.shape) == {1}


def _is_card(number: Number, before: str) -> bool:
    digits = number.digits
    about_card = _ABOUT_CARD.search(before) is not None
    if not 15 <= len(digits) <= 19 or (_ABOUT_ORDER.search(before) and not about_card):
        return False
    by_fours = len(number.shape) >= 4 and all(length == 4 for length in number.shape[:-1])
    if not (number.whole or by_fours or about_card or set(number.shape) == {1} or number.shape[0] == 6):
        return False
    if about_card:
        return True
    if len(digits) == 15:
        return digits[:2] in ("34", "37") and luhn(digits)
    return _CARD.match(digits) is not None and (
        luhn(digits) or (by_fours and _SURE_CARD.fullmatch(digits) is not None)
    )


def luhn(digits: str) -> bool:
    """Return whether the last digit checks the others, as on every bank card."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _written(reading: Reading, plain: str) -> Iterator[Piece]:
    """Return what is written in letters and digits: mail, plates, passports, ids of apps."""
    for match in _MAIL.finditer(reading.text):
        yield Piece("e-mail", *reading.span(*match.span()))
    for match in _PLATE.finditer(plain):
        yield Piece("licence plate", *reading.span(*match.span()))
    for match in _PASSPORT.finditer(plain):
        if not _ABOUT_ORDER.search(plain[max(0, match.start() - _BEFORE) : match.start()]):
            yield Piece("passport", *reading.span(*match.span()))
    for match in _PERMIT.finditer(plain):
        yield Piece("passport", *reading.span(*match.span(1)))
    for match in _APP_ID.finditer(plain):
        group = 1 if match.group(1) else 2
        if not _NOT_AN_ID.match(match.group(group)):
            yield Piece("app id", *reading.span(*match.span(group)))


def _joined(found: list[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for piece in sorted(found, key=lambda piece: (piece.start, -piece.end)):
        if joined and piece.start < joined[-1].end:
            if piece.end > joined[-1].end:
                joined[-1] = Piece(joined[-1].kind, joined[-1].start, piece.end)
        else:
            joined.append(piece)
    return joined


def personal_data(text: str) -> str:
    """Return the first piece of personal data in a text, or nothing."""
    found = pieces(text)
    return text[found[0].start : found[0].end] if found else ""


def masked(text: str) -> str:
    """Return a text with each piece of personal data hidden, and every other character as it was typed."""
    if len(text) > LONGEST:
        return masked(text[:LONGEST]) + MASK  # nobody looked at the rest
    for _ in range(4):  # what stood on both sides of a piece might read as another one
        found = pieces(text)
        if not found:
            return text
        for piece in reversed(found):
            text = text[: piece.start] + MASK + text[piece.end :]
    return MASK
