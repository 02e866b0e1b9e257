"""The rules of the guard: an id that never changes, what it forbids, and where that is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.languages import Both

Author: TypeAlias = Literal["shop", "staff", "template", "model"]
"""Who worded a text: the shop's files, a person at the desk, a sentence of the program, or a language model."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that may not be said in a room."""

    id: str
    what: str
    """In words staff understand."""
    zh: str
    """The same in Chinese."""
    source: str
    """The law, or the house's own rule."""
    instead: tuple[str, str] = ("", "")
    """What is said in the place of a clause for which there is no other wording, in Chinese and in English."""

    def __str__(self) -> str:
        return f"{self.what} ({self.source})"


HOUSE = "house rule"
AD_LAW = "广告法"
LIVE = "直播电商监督管理办法"
PRIVACY = "个人信息保护法"

_CLAIMS = (
    Rule("absolute-claim", "absolute claims are forbidden", "不能用绝对化用语", f"{AD_LAW} art. 9(3)"),
    Rule("national-symbol", "the state, its organs and symbols may not be used to sell", "不能用国家机关、领导人和国家象征来推销", f"{AD_LAW} art. 9(1)(2)"),
    Rule("superstition", "superstition may not be used to sell", "不能用迷信内容推销", f"{AD_LAW} art. 9(8)"),
    Rule(
        "medical-claim", "goods that are no medicine may not be said to treat, cure or prevent", "普通商品不能说治疗、治愈、预防疾病或保健功效",
        f"{AD_LAW} art. 17, 18; 食品安全法 art. 73", ("功效以产品标签和说明为准", "please see the label for what it is for"),
    ),
    Rule(
        "effect-promise", "effects may not be promised or overstated", "不能承诺或夸大效果",
        f"化妆品监督管理条例 art. 43; 食品安全法 art. 71, 73; {AD_LAW} art. 18, 28", ("效果因人而异，以产品标签为准", "it is different for everybody"),
    ),
    Rule(
        "false-discount", "a price comparison must name its basis, and no shortage or loss may be made up", "价格对比要有依据，不能编造亏本、最后机会",
        f"{LIVE} art. 32; 价格法 art. 14", ("价格以购物车页面为准", "the price is in the cart"),
    ),
    Rule(
        "invented-honour", "sales, praise, awards and recommendations need proof", "销量、好评、奖项、推荐需要证明",
        f"{LIVE} art. 34; {AD_LAW} art. 11, 12, 28", ("详情请看商品页面", "please see the product page"),
    ),
    Rule("slander", "other sellers and goods may not be run down", "不能贬低其他商家和商品", f"{LIVE} art. 36; {AD_LAW} art. 13"),
    Rule("guaranteed-return", "no gain, rise in value or passed exam may be promised", "不能承诺收益、升值或包过", f"{AD_LAW} art. 24, 25, 26"),
)  # fmt: skip
_OTHERS = (
    Rule("personal-data", "personal data may not be said in public", "个人信息不能公开说", f"{PRIVACY} art. 10, 25"),
    Rule("purchase", "what a person bought is not said in public", "别人买过什么不能公开说", f"{PRIVACY} art. 25"),
    Rule("spending", "what a person spent is not said in public", "别人花了多少不能公开说", f"{PRIVACY} art. 25"),
    Rule(
        "tier",
        "which tier a person is in is not said in public",
        "别人是什么级别的客户不能公开说",
        f"{PRIVACY} art. 25",
    ),
    Rule(
        "absence", "how long a person was away is not said in public", "别人多久没来不能公开说", f"{PRIVACY} art. 25"
    ),
    Rule(
        "sensitive",
        "health, pregnancy and the like are not tied to a person in public",
        "健康、怀孕等情况不能和某个人连在一起公开说",
        f"{PRIVACY} art. 28",
    ),
    Rule("foreign-link", "a link that is not the catalogue's", "不是商品目录里的链接", HOUSE),
    Rule("foreign-contact", "a contact outside the platform", "平台之外的联系方式", HOUSE),
    Rule(
        "foreign-amount",
        "an amount, discount or number that is not the catalogue's",
        "不是商品目录里的金额、折扣或编号",
        HOUSE,
    ),
    Rule("foreign-product", "a product that is not the one suggested", "不是正在推荐的商品", HOUSE),
    Rule(
        "unapproved-words",
        "of regulated goods a model says only approved words",
        "受监管的商品，模型只能说批准过的词",
        f"{AD_LAW} art. 17, 18",
    ),
    Rule("forbidden-word", "a word the shop forbids", "本店禁用的词", "guard.txt"),
    Rule("control", "control characters, or signs of a file", "控制字符，或文件里的符号", HOUSE),
)
OF_A_PERSON = ("purchase", "spending", "tier", "absence", "sensitive")
CLAIMS: tuple[str, ...] = tuple(rule.id for rule in _CLAIMS)
RULES = {rule.id: rule for rule in (*_CLAIMS, *_OTHERS)}


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason why a text may not go out."""

    rule: str
    what: str
    """The words it was found in."""
    start: int = 0
    end: int = 0
    """Where they stand in the text."""
    instead: str | None = None
    """What may be said in their place; None where the whole clause has to go."""

    def __str__(self) -> str:
        return self.told("en")

    @property
    def said(self) -> Both:
        """The reason in both languages."""
        return Both(self.told("en"), self.told("zh"))

    def told(self, language: str) -> str:
        """Return the reason in the language of who reads it."""
        rule = RULES[self.rule]
        return f"{rule.zh}（{cited(rule.source)}）：“{self.what}”" if language == "zh" else f"{rule}: “{self.what}”"


def retold(said: str, language: str) -> str:
    """Return a finding that was kept in English in the language of who reads it; any other text as it is."""
    for rule in RULES.values():
        before = f"{rule}: “"
        if said.startswith(before) and said.endswith("”"):
            return Finding(rule.id, said[len(before) : -1]).told(language)
    return said


_PLACE = re.compile(r"(?P<law>[^;]+?) art\. (?P<articles>[\d(), ]+)")
_DIGITS = "零一二三四五六七八九"


def cited(source: str) -> str:
    """Return where a rule is written as Chinese readers write it: “广告法 art. 9(3)” is 《广告法》第九条第三项."""
    if source == HOUSE:
        return "直播间规则"
    return "；".join(_one_law(part.strip()) for part in source.split(";"))


def _one_law(source: str) -> str:
    place = _PLACE.fullmatch(source)
    if place is None:
        return source
    articles = []
    for article in place["articles"].split(","):
        number, *items = re.findall(r"\d+", article)
        said = "、".join(f"第{_numeral(int(item))}项" for item in items)
        articles.append(f"第{_numeral(int(number))}条{said}")
    return f"《{place['law']}》{'、'.join(articles)}"


def _numeral(number: int) -> str:
    """Write a number below a hundred in Chinese."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return f"{_DIGITS[tens] if tens > 1 else ''}十{_DIGITS[ones] if ones else ''}"
