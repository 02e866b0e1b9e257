"""Chat text as strangers type it: normalised for comparing, and read for what kind of line it is."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, TypeAlias

Language: TypeAlias = Literal["zh", "en"]

CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_CJK = re.compile(f"[{CJK}]")
_MENTION = re.compile(r"@[\w\-·]{1,32}")
_FACE = re.compile(r"\[[^\[\]\s]{1,8}\]|[（(](?:doge|笑哭|狗头|表情)[)）]")
_STRETCHED = re.compile(r"(\w)\1{2,}")
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")
_APART = re.compile(f"(?<=[{CJK}]) (?=[{CJK}])")

# What people put around a question without changing it. Longest first; only whole words in English.
_FILLER_ZH = (
    "主播主播|主播你好|主播|客服小姐姐|小姐姐|小哥哥|姐姐们|宝子们|宝宝们|家人们|亲亲|老板娘|老板|掌柜的|掌柜|客服"
    "|请问一下|想问一下|问一下下|问一下|求问|请问|想问|弱弱问|麻烦问|你好|您好|哈喽|在吗|在不在|谢谢你|谢谢|感谢|蟹蟹"
)
_FILLER_ZH_START = re.compile(f"^(?:{_FILLER_ZH}|亲|那个)+")
_FILLER_ZH_END = re.compile(f"(?:{_FILLER_ZH}|呀|啊|哦|噢|哈|呢|啦|嘛|哇|捏|滴)+$")
_FILLER_EN = re.compile(
    r"\b(?:pls|plz|please|hi|hello|hey|host|guys|thanks|thank you|thx|ty|quick question|just wondering|btw|ok so)\b"
)


SHORTEST = 3
"""Characters that must be left for fillers to be taken off."""

LONGEST = 1_000
"""Characters that are looked at, as many as a message has. Folding may write eighteen for one ("ﷺ")."""


def normalise(text: str) -> str:
    """Return text in the one form in which it is compared; normalising twice changes nothing.

    Width and case folded, mentions, emoji, [faces] and punctuation gone, stretched letters shortened,
    greetings and fillers at the edges taken off.
    """
    plain = _flat(text)
    while True:
        shorter = _without_fillers(plain)
        if shorter == plain:
            return plain
        plain = shorter


def folded(text: str) -> str:
    """Return text with width and case folded, and no more of it than is looked at."""
    return unicodedata.normalize("NFKC", _compatible(text).casefold())[:LONGEST]


def _compatible(text: str) -> str:
    return unicodedata.normalize("NFKC", text)[:LONGEST]


def _flat(text: str) -> str:
    text = _compatible(text)
    # Chinese has no blank to end a name: of "@主播这个多少钱" all counts, as nobody knows what the name is.
    text = _FACE.sub(" ", _MENTION.sub(" ", text).strip() or text)
    text = folded(text)
    text = _APOSTROPHE.sub("", text)  # "can't" is the word "cant", not "can" and a "t"
    text = "".join(c if _is_word(c) else " " for c in text)
    text = _STRETCHED.sub(_shortened, text)
    return _APART.sub("", " ".join(text.split()))


def _shortened(match: re.Match[str]) -> str:
    # "sooooo" and "啊啊啊啊" carry no more than "so" and "啊"; digits do: 1000 is not 10.
    letter = match.group(1)
    return match.group(0) if letter.isdigit() else letter


def _is_word(char: str) -> bool:
    category = unicodedata.category(char)
    return category[0] in "LN" or category in ("Mn", "Mc")


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
