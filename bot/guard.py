"""The guard: the one place every outgoing text passes, whoever wrote it.

It refuses what may not be said in public: personal data, claims the advertising law forbids, links and
contacts that are not the catalogue's. Each refusal names its rule, so that staff can mend the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from bot.text import CJK


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason why a text may not go out."""

    rule: str
    what: str
    """The words it was found in."""

    def __str__(self) -> str:
        return f"{RULES[self.rule]}: “{self.what}”"


RULES = {
    "personal-data": "personal data may not be said in public",
    "absolute-claim": "the advertising law (广告法 art. 9) forbids absolute claims",
    "medical-claim": "the advertising law (广告法 art. 17) forbids medical claims for goods",
    "foreign-link": "a link or contact that is not the catalogue's",
    "control": "control characters",
    "purchase": "what a person bought is not said in public",
}

# Personal data. Digits may be full-width, spaced or dashed; all are folded before these look.
_DIGITS_APART = re.compile(r"(?<=\d)[ \-–—.·_]{1,2}(?=\d)")
_PERSONAL = (
    re.compile(r"(?<!\d)(?:\+?86)?1[3-9]\d{9}(?!\d)"),  # mobile phone, mainland
    re.compile(r"(?<!\d)\d{17}[\dxX](?!\d)"),  # identity number
    re.compile(r"(?<!\d)(?:4\d{15}|5[1-5]\d{14}|62\d{14,17})(?!\d)"),  # bank cards
    # Bounded: of a long run of letters each would be tried as a beginning.
    re.compile(r"(?a:[\w.+\-]{1,64})@[\w\-]{1,64}\.[a-z]{2,}", re.IGNORECASE),
)
_CHINESE_DIGITS = str.maketrans("零〇一二三四五六七八九幺", "001234567891")

_ABSOLUTE = re.compile(
    r"最有效|最安全|最专业|最权威|全网第一|全国第一|世界第一|销量第一|行业第一|第一品牌|排名第一|国家级|世界级|最高级|最佳|最便宜|全网最低|史上最|最低价|最好用的"
    r"|最先进|顶级(?!会员)|极品|独一无二|绝无仅有|史无前例|万能|百分之?百(?:有效|安全|满意|不)|100%(?:有效|安全|不过敏)|永久有效|零风险"
    r"|\b(?:best in the world|number one brand|100% effective|guaranteed cure|cheapest anywhere)\b",
    re.IGNORECASE,
)
_MEDICAL = re.compile(
    r"根治|治愈|包治|药到病除|疗效|抗癌|防癌|降血[压糖脂]|消炎止痛|医用级|\b(?:cures?|heals?) (?:acne|eczema|cancer|disease)",
    re.IGNORECASE,
)
_LINK = re.compile(
    # The address ends where Chinese begins; width is folded already, so "，" is ",".
    rf"(?:https?://|www\.)[^\s。、)][^\s。、){CJK}]*|(?<![\w.])[a-z0-9\-]+\.(?:com|cn|net|top|shop|xyz|cc|me|io)\b[^\s，。]*",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"(?:加|\+)?(?:微信|薇信|威信|vx|v信|wechat(?!\s*pay)|qq|扣扣)\s*[:：号]?\s*[a-z0-9_\-]{5,}"
    r"|(?<![a-z0-9])(?:vx|wechat(?!\s*pay)|whatsapp|telegram)(?![a-z0-9])",  # no \b: Chinese letters are letters
    re.IGNORECASE,
)
_PURCHASE = re.compile(
    r"您?你?(?:上次|之前|以前|曾经|去年|上个?月)(?:在我们?这里?)?(?:买|购|下单|入手|囤)|(?:买|购)过的|老客户了|好久不见|好久没来|回头客"
    r"|\byou (?:bought|purchased|ordered)\b|\bsince you (?:bought|ordered|purchased)\b|\byour (?:last|previous|past) (?:order|purchase)"
    r"|long time no see|welcome back",
    re.IGNORECASE,
)


# A comment of the FAQ's file whose sign was mistyped must not be read aloud.
_MARKUP = re.compile(r"<!-|-->")


def _folded(text: str) -> str:
    # What no screen shows, such as a zero-width space, hides digits from these rules only.
    seen = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    return _DIGITS_APART.sub("", seen)


def personal_data(text: str) -> str:
    """Return the first piece of personal data in a text, or nothing."""
    folded = _folded(text)
    for variant in (folded, folded.translate(_CHINESE_DIGITS)):
        for pattern in _PERSONAL:
            if match := pattern.search(variant):
                return match.group(0)
    return ""


def masked(text: str) -> str:
    """Return a text with personal data replaced, for prompts and logs; any other text as it is."""
    if not personal_data(text):
        return text  # folding would make 35 of 3.5
    folded = _folded(text)
    for pattern in _PERSONAL:
        folded = pattern.sub("＊＊＊", folded)
    # Chinese digits cannot be cut out of the sentence safely: hide the whole of it.
    return "＊＊＊" if personal_data(folded) else folded


def check(text: str, links: Iterable[str] = ()) -> list[Finding]:
    """Return every reason why a text may not be said in the room; empty when it may.

    `links` are addresses that are the shop's own.
    """
    found: list[Finding] = []
    if found_data := personal_data(text):
        found.append(Finding("personal-data", found_data[:4] + "…"))
    folded = unicodedata.normalize("NFKC", text)
    for rule, pattern in (
        ("absolute-claim", _ABSOLUTE),
        ("medical-claim", _MEDICAL),
        ("purchase", _PURCHASE),
    ):
        found += [Finding(rule, match.group(0)) for match in pattern.finditer(folded)]
    own = tuple(links)
    for match in _LINK.finditer(folded):
        if match.group(0).rstrip("/.,!?;:") not in {link.rstrip("/") for link in own}:
            found.append(Finding("foreign-link", match.group(0)))
    if match_contact := _CONTACT.search(folded):
        found.append(Finding("foreign-link", match_contact.group(0)))
    if _MARKUP.search(folded):
        found.append(Finding("control", "signs of a file"))
    if any(unicodedata.category(c) == "Cc" for c in text):
        found.append(Finding("control", "line break or control character"))
    return found
