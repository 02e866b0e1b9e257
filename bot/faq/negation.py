"""What a text says no to: "不能退" says no to 退, "i can't find the link" to "find", "能不能退" to nothing."""

from __future__ import annotations

import re

from bot.text import CJK

EVERYTHING = "*"
"""What is negated where no word follows: 退货不可以吗."""

# Not negations, or negations that ask or take each other back: 能不能, 有没有, 无理由退货, 不得不.
_ASKS_ZH = re.compile(
    r"(.)不\1|(.)没\2|有没有|是否|能否|可否|不好意思|无理由|[特区分级性类个]别|别[的人家处]|不错|不过|不管|不如|无线|无论|非常|没问题"
    r"|差不多|不锈钢|要不|不(?:能|得|会|可|可以|是)不|(?<=[了吗])不$|[不没]$|没关系|没事"
)
_ASKS_EN = re.compile(r"\b(?:or not|if not|not only|no problem|no worries|why not|not sure)\b")
# "领不了" says no to what stands before it.
_CANNOT_ZH = re.compile(f"([{CJK}])不(?:[了到上出去成掉动来]|开(?!心|票))")
_NEED_ZH = re.compile("(不用|不必|无需|无须|不需要|不需|不用再)|需要|需得")
_NO_ZH = re.compile(
    "(?:[不没无别非未勿莫]|除了|除去|无法|没法|禁止|拒绝|严禁|谢绝|免(?![费单洗打]))"
    "(?:能够|能|可以|可|会(?!员)|要(?!了)|用(?=再)|支持|允许|让|给|是|有|太|很|再|怎么|得|到(?!货)|被|法|想(?!要)|办法"
    "|宜|适合|适宜|建议|推荐|属于|包括|含有?|带有?|足够)*"
    f"([{CJK}]?)"
)
_ENDS = frozenset("了的吗呢吧啊呀么就")
_NO_EN = re.compile(
    r"\b(?:not|no|non|never|cannot|without|unable|lack|lacks|lacking|minus|hardly|except|excluding|free of|free from"
    r"|no longer|instead of|rather than|other than|apart from|neither|nothing|none|nobody"
    r"|dont|cant|doesnt|isnt|wont|didnt|arent|hasnt|havent|wasnt|couldnt|wouldnt)\b"
    r"(?: (?:i|you|we|it|they|this|that|the|a|an|any|my|your"
    r"|to|be|been|is|are|have|has|get|got|yet|really|very|too|so|do|able|all|even)\b)*"
    r"(?: ([a-z]+))?"
)
# "sugar free", "sleeveless" and "unopened" say no to sugar, sleeves and opened.
_FREE_OF = re.compile(
    r"\b(?!(?:is|are|not|never|it|for|one|two|items?|get|ships?|shipped|shipping|delivery|returns?|postage|feel|be|a|the"
    r"|any|totally|completely)\b)([a-z]{3,}) free\b(?! (?:shipping|delivery|gift|returns?|trial|sample))"
)
_LESS = re.compile(r"\b(?!unless|regardless|nevertheless|doubtless)([a-z]{3,})less\b")
_PREFIX = re.compile(
    r"\b(?:un(?!it|i[a-z]|der|til|cle|less)|non|mis(?!s|c)|dis(?!count|play|cover|patch|tan|tri|pos|cuss|ea|h|c)|re(?=schedul)"
    r"|in(?=expens|complet|activ|correct|valid|compat|elig|accur|suffic|conven|visib|formal|direct|secur|flex|edib)"
    r"|im(?=poss|perfect|polite|pure)|ir(?=reg|rel|resp|repl)|de(?=activ|frost|select|caf)|anti)([a-z]{4,})\b"
)
_WORD_EN = re.compile(r"[a-z]{2,}")
_ENDING_EN = re.compile(r"(?<=[a-z]{3})(?:ing|ed|es|e|s|d)$")


def read_no(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return what a normalised text says no to, and what it says without a no: characters, and English stems."""
    denied: set[str] = set()

    def cut(match: re.Match[str]) -> str:
        words = match.group(1) or EVERYTHING
        denied.update(EVERYTHING if words in _ENDS else [_stem(words)] if words.isascii() else words)
        return " "

    rest = _NEED_ZH.sub(lambda match: "不需" if match[1] else "需", _ASKS_EN.sub(" ", _ASKS_ZH.sub(" ", text)))
    rest = _LESS.sub(cut, _FREE_OF.sub(cut, rest))
    denied.update(_stem(word) for word in _PREFIX.findall(rest))
    rest = _NO_EN.sub(cut, _NO_ZH.sub(cut, _CANNOT_ZH.sub(cut, rest)))
    said = {char for char in rest if not char.isascii()} | {_stem(word) for word in _WORD_EN.findall(rest)}
    return frozenset(denied - said), frozenset(said)


def _stem(word: str) -> str:
    return _ENDING_EN.sub("", word)
