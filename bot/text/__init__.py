"""Chat text as strangers type it: normalised for comparing, and read for what kind of line it is."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from rapidfuzz.distance import Indel

from bot.text.numerals import with_digits

if TYPE_CHECKING:
    from opencc import OpenCC

Language: TypeAlias = Literal["zh", "en"]

CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_CJK = re.compile(f"[{CJK}]")
_MENTION = re.compile(r"@[\w\-·]{1,32}")
_FACE = re.compile(r"\[[^\[\]\s]{1,8}\]|[（(](?:doge|笑哭|狗头|表情)[)）]")
_STRETCHED = re.compile(r"(\w)\1{2,}")
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")
_DECIMAL_POINT = re.compile(r"(?<![\d.])(\d{1,6})\.(?=\d{1,3}(?![\d.]))")
_POINT = "\ue000"
"""Stands for the point of 3.5 while every other point is taken out; typed by nobody, and taken out if it is."""
_APART = re.compile(f"(?<=[{CJK}]) (?=[{CJK}a-z0-9])|(?<=[a-z0-9]) (?=[{CJK}])")
_WORD_IN_CHINESE = re.compile(f"(?<=[{CJK}])(?=[0-9.]*[a-z])|(?<=[a-z])(?=[{CJK}])|(?<=[a-z])([0-9.]+)(?=[{CJK}])")
_MANY_X = re.compile(r"(?<![a-z0-9])(x{2,5})(?=(?:l+|s+)(?![a-z0-9]))")
_UNIT_APART = re.compile(r"(?<=\d) (?=(?:ml|kg|g|cm|mm|mg|oz|lbs?|mah|gb|tb|inch|inches)(?![a-z0-9]))")

# What people put around a question without changing it. Longest first; only whole words in English.
_FILLER_ZH = (
    "主播主播|主播你好|主播|客服小姐姐|小姐姐|小哥哥|姐姐们|宝子们|宝宝们|家人们|亲亲|亲爱的|老板娘|老板|掌柜的|掌柜|客服|大佬|美女|帅哥"
    "|请问一下|我想问一下|想问一下|我想问下|想问下|问一下下|问一下|问下|求问一下|求问下|求问|请问|请教一下|请教|我想问|想问|弱弱问|麻烦问一下|麻烦问下|麻烦问|打扰一下|打扰了|你好|您好|哈喽|哈啰|嗨|在吗|在不在"
    "|在线等|急急急|拜托|谢谢你|谢谢|感谢|蟹蟹|谢啦"
)
_FILLER_ZH_START = re.compile(f"^(?:{_FILLER_ZH}|亲|那个)+")
_FILLER_ZH_END = re.compile(f"(?:{_FILLER_ZH}|亲|呀|啊|哦|噢|哈|呢|啦|嘛|哇|捏|滴)+$")
_FILLER_EN = re.compile(
    r"(?<![a-z0-9])(?:pls|plz|plss|please|hi|hiya|hello|hey|heya|host|guys|thanks|thank you|thx|ty|tysm|quick question|just wondering"
    r"|excuse me|does anyone know|can you tell me|could you tell me|just asking|btw|ok so)(?![a-z0-9])"
)


SHORTEST = 3
"""Characters that must be left for fillers to be taken off."""

LONGEST = 1_000
"""Characters that are looked at, as many as a message has. Folding may write eighteen for one ("ﷺ")."""


KEPT = 80
"""Characters up to which a text's normal form is kept for the next time."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A message as it is compared, and what that leaves out of account."""

    text: str
    without: tuple[str, ...]
    """What was taken off, as typed and in order; what was changed, as "三 → 3"."""


def normalise(text: str) -> str:
    """Return text in the one form in which it is compared; normalising twice changes nothing.

    Width, case and Chinese characters folded (traditional to simplified), mentions, emoji, [faces] and
    punctuation gone, stretched letters shortened, numbers in digits, English words set apart from Chinese
    ones, greetings and fillers at the edges taken off.
    """
    return _normalised_before(text) if len(text) <= KEPT else _normalised(text)


def _normalised(text: str) -> str:
    plain = _flat(text)
    while True:
        shorter = _without_fillers(plain)
        if len(shorter) >= len(plain):
            return shorter
        plain = shorter


# A room repeats itself, one message is looked at in several places, and an edited FAQ is mostly the one before.
_normalised_before = functools.lru_cache(maxsize=60_000)(_normalised)


def read(text: str) -> Reading:
    """Return a message as it is compared, with what was taken off or changed for that.

    Width, case, traditional characters and punctuation are not told: nobody misses them.
    """
    typed = folded(text)
    # Folding seldom changes the length; where it does, the words are shown folded.
    shown = text if len(typed) == len(text) else typed
    plain = normalise(text)
    simple = "".join(simplified(char) for char in typed)
    edits = [
        (e.src_start, e.src_end, e.dest_start, e.dest_end) for e in Indel.opcodes(simple, plain) if e.tag != "equal"
    ]
    without: list[str] = []
    for typed_from, typed_to, plain_from, plain_to in _joined(edits):
        became = plain[plain_from:plain_to].strip()
        pieces = [
            piece.strip(_MARKS)
            for piece in shown[typed_from:typed_to].split()
            if any(unicodedata.category(char)[0] in "LNS" for char in piece)
        ]
        without += [f"{' '.join(pieces)} → {became}"] if pieces and became else pieces
    return Reading(plain, tuple(without))


_MARKS = "，。！？、；：…～,.!?;:~"
Edit: TypeAlias = tuple[int, int, int, int]


def _joined(edits: list[Edit]) -> list[Edit]:
    """Join what was taken out and what was put in at one place."""
    joined: list[Edit] = []
    for edit in edits:
        if joined and (joined[-1][1], joined[-1][3]) == (edit[0], edit[2]):
            joined[-1] = (joined[-1][0], edit[1], joined[-1][2], edit[3])
        else:
            joined.append(edit)
    return joined


def folded(text: str) -> str:
    """Return text with width and case folded, and no more of it than is looked at."""
    return unicodedata.normalize("NFKC", _compatible(text).casefold())[:LONGEST]


def plain(text: str) -> str:
    """Return text folded, with Chinese characters simplified and apostrophes as keyboards have them."""
    line = folded(text)
    return line.translate(_SIMPLE) if not line.isascii() else line


def _compatible(text: str) -> str:
    return unicodedata.normalize("NFKC", text)[:LONGEST]


def _flat(text: str) -> str:
    text = _compatible(text)
    # Chinese has no blank to end a name: of "@主播这个多少钱" all counts, as nobody knows what the name is.
    text = _FACE.sub(" ", _MENTION.sub(" ", text).strip() or text)
    text = folded(text)
    text = _APOSTROPHE.sub("", text)  # "can't" is the word "cant", not "can" and a "t"
    text = _DECIMAL_POINT.sub(rf"\1{_POINT}", text.replace(_POINT, " "))
    text = " ".join(text.translate(_WRITTEN).split())
    if not text.isascii():
        text = _APART.sub("", text).replace("甚么", "什么")
    # "xxl" is a size, "sooooo" is not.
    text = _STRETCHED.sub(_shortened, _MANY_X.sub(_counted, text))
    text = _UNIT_APART.sub("", with_digits(text))
    if not text.isascii():
        text = _WORD_IN_CHINESE.sub(r"\1 ", text)
    return text[:LONGEST].strip()  # blanks and digits may be more than what they stand for


def _counted(match: re.Match[str]) -> str:
    return f"{len(match.group(1))}x"


def _shortened(match: re.Match[str]) -> str:
    # "sooooo" and "啊啊啊啊" carry no more than "so" and "啊"; digits do: 1000 is not 10.
    letter = match.group(1)
    return match.group(0) if letter.isdigit() else letter


class _Written(dict[int, str]):
    """How each character is written in text that is compared: simplified, or a blank if it is no part of a word."""

    def __missing__(self, code: int) -> str:
        written = simplified(chr(code)) if _is_word(chr(code)) else " "
        if code < _KEPT:
            self[code] = written
        return written


_KEPT = 0x10000
"""Characters from here on are rare: remembering strangers' choice of a million of them would fill the memory."""
_WRITTEN = _Written({ord(_POINT): "."})


class _Simple(dict[int, str]):
    """How each character is written where nothing is taken out."""

    def __missing__(self, code: int) -> str:
        written = simplified(chr(code))
        if code < _KEPT:
            self[code] = written
        return written


_SIMPLE = _Simple({ord("’"): "'"})


def _is_word(char: str) -> bool:
    category = unicodedata.category(char)
    return category[0] in "LN" or category in ("Mn", "Mc")


def simplified(char: str) -> str:
    """Return a Chinese character in its simplified form; any other as it is."""
    if not _CJK.match(char):
        return char
    # Of the characters that have a simplified form, one has a form simpler yet (薴, 苧, 苎).
    return "你" if char == "妳" else _converter().convert(_converter().convert(char))


@functools.cache
def _converter() -> OpenCC:
    # Character by character: whole words would depend on what stands beside them, and that is still taken off.
    from opencc import OpenCC  # a start need not wait for its tables

    return OpenCC("t2s")


def _without_fillers(plain: str) -> str:
    without = _FILLER_EN.sub(" ", plain)
    without = _FILLER_ZH_END.sub("", _FILLER_ZH_START.sub("", without.strip()).strip())
    without = _flat(without)
    # "谢谢" alone is the message; "客服在哪" without 客服 would be anybody's "在哪".
    return without if len(without) >= SHORTEST else plain


def language_of(text: str) -> Language:
    """Return the language to answer in: Chinese as soon as a fair part of the letters is."""
    letters = [c for c in text if c.isalpha()]
    if not letters:
        return "zh"
    chinese = sum(1 for c in letters if _CJK.match(c))
    # One Chinese character says about as much as three Latin letters.
    return "zh" if chinese * 3 >= len(letters) - chinese else "en"


_ASKS_ZH = re.compile(
    "吗|么$|呢$|怎么|怎样|咋|什么|啥|几(?!乎|天没|天不见|个小时前)|多少|多久|多大|多长|多重|哪|谁|为何|为什么|如何|能不能|可不可以|有没有|是不是|会不会|要不要|行不行|好不好用"
    "|能否|可否|是否|(?:可以|能|会|要|有).{1,12}不$|[^要好行可是]不$|[^有还都从]没$|有.{1,12}没$|请问|求问|想问|问一下|多少钱"
)
_ASKS_EN = re.compile(
    r"^(?:what|when|where|which|who|whom|whose|why|how|is|are|am|was|do|does|did|can|could|will|would|should|may"
    r"|any|has|have|whats|hows|wheres|whens)\b|\b(?:how (?:much|many|long|do|to|can)|can (?:i|you|we)|do you"
    r"|is (?:it|there|this)|are (?:there|you|these)|does (?:it|this)|which|what (?:size|colou?r|time|is|are|if))\b"
)
# Question marks and question words that ask nobody anything.
_RHETORICAL = re.compile(
    "^(?:真的吗|真的假的|是吗|是不是|对吗|好吗|什么鬼|什么情况|啥情况|什么|啥|为什么|为啥|怎么了|咋了|怎么回事|哪里|谁|干嘛|有人吗|有没有人"
    "|(?:笑死|不知道为什么|不知为何|谁能拒绝|谁懂|怪不得|难怪|原来|哪怕|无论|不管).*|几个意思|什么意思|怎么会|不会吧|你说呢|何必呢|凭什么|关我什么事|谁懂|谁懂啊|what|why|who|how|when|really|huh|wtf|what the.*"
    "|what is (?:this|that|happening|going on)|whats (?:this|up|going on)|is it|are you (?:ok|serious|kidding).*"
    "|who (?:asked|cares).*|how (?:dare|cute|funny|come).*|why (?:not|so).*)$"
)
_MARK = re.compile(r"[?？¿]")


def looks_like_question(text: str) -> bool:
    """Return whether a line asks something that somebody may owe an answer to."""
    plain = _flat(text)
    short = normalise(text)
    if len(short) < 3 or _RHETORICAL.match(short):
        return False
    if _ASKS_ZH.search(plain) or _ASKS_EN.search(plain) or _ASKS_EN.search(short):
        return True
    return bool(_MARK.search(text)) and (len(short) >= 4 and not short.isdigit())


def words_of(text: str) -> frozenset[str]:
    """Return the Latin words and numbers of normalised text."""
    return frozenset(re.findall(r"[a-z0-9]+", text))
