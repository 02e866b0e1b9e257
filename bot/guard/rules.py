"""The rules of the guard: an id that never changes, what it forbids, and where that is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Author: TypeAlias = Literal["shop", "staff", "template", "model"]
"""Who worded a text: the shop's files, a person at the desk, a sentence of the program, or a language model."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that may not be said in a room."""

    id: str
    what: str
    """In words staff understand."""
    source: str
    """The law, or the house's own rule."""
    instead: str = ""
    """What is said in the place of a clause for which there is no other wording."""

    def __str__(self) -> str:
        return f"{self.what} ({self.source})"


HOUSE = "house rule"
AD_LAW = "广告法"
LIVE = "直播电商监督管理办法"
PRIVACY = "个人信息保护法"

_CLAIMS = (
    Rule("absolute-claim", "absolute claims are forbidden", f"{AD_LAW} art. 9(3)"),
    Rule("national-symbol", "the state, its organs and symbols may not be used to sell", f"{AD_LAW} art. 9(1)(2)"),
    Rule("superstition", "superstition may not be used to sell", f"{AD_LAW} art. 9(8)"),
    Rule(
        "medical-claim", "goods that are no medicine may not be said to treat, cure or prevent",
        f"{AD_LAW} art. 17, 18; 食品安全法 art. 73", "功效以产品标签和说明为准",
    ),
    Rule(
        "effect-promise", "effects may not be promised or overstated",
        f"化妆品监督管理条例 art. 43; 食品安全法 art. 71, 73; {AD_LAW} art. 18, 28", "效果因人而异，以产品标签为准",
    ),
    Rule(
        "false-discount", "a price comparison must name its basis, and no shortage or loss may be made up",
        f"{LIVE} art. 32; 价格法 art. 14", "价格以购物车页面为准",
    ),
    Rule(
        "invented-honour", "sales, praise, awards and recommendations need proof",
        f"{LIVE} art. 34; {AD_LAW} art. 11, 12, 28", "详情请看商品页面",
    ),
    Rule("slander", "other sellers and goods may not be run down", f"{LIVE} art. 36; {AD_LAW} art. 13"),
    Rule("guaranteed-return", "no gain, rise in value or passed exam may be promised", f"{AD_LAW} art. 24, 25, 26"),
)  # fmt: skip
_OTHERS = (
    Rule("personal-data", "personal data may not be said in public", f"{PRIVACY} art. 10, 25"),
    Rule("purchase", "what a person bought is not said in public", f"{PRIVACY} art. 25"),
    Rule("spending", "what a person spent is not said in public", f"{PRIVACY} art. 25"),
    Rule("tier", "which tier a person is in is not said in public", f"{PRIVACY} art. 25"),
    Rule("absence", "how long a person was away is not said in public", f"{PRIVACY} art. 25"),
    Rule("sensitive", "health, pregnancy and the like are not tied to a person in public", f"{PRIVACY} art. 28"),
    Rule("foreign-link", "a link that is not the catalogue's", HOUSE),
    Rule("foreign-contact", "a contact outside the platform", HOUSE),
    Rule("foreign-amount", "an amount, discount or number that is not the catalogue's", HOUSE),
    Rule("foreign-product", "a product that is not the one suggested", HOUSE),
    Rule("unapproved-words", "of regulated goods a model says only approved words", f"{AD_LAW} art. 17, 18"),
    Rule("forbidden-word", "a word the shop forbids", "guard.txt"),
    Rule("control", "control characters, or signs of a file", HOUSE),
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
        return f"{RULES[self.rule]}: “{self.what}”"
