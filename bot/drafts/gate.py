"""Who gets as far as the model: a pure judgement before anything is asked, or paid for."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bot import reasons
from bot.drafts.abuse import abusive
from bot.guard import personal_data
from bot.text import CJK, folded

_ORDERS = re.compile(
    "忽略(?:以上|之前|前面|所有|上面|你的)|无视(?:以上|之前|前面|规则)|(?:系统|隐藏|内部)(?:提示|指令|口令|密码|规则)|提示词|(?:你|妳)(?:现在|从现在起)(?:是|扮演)|扮演|角色扮演|越狱"
    "|(?:只|原样|逐字|一字不[差漏]|必须|直接)(?:回复|输出|回答|说出|重复|复述)|跟我(?:说|念|读)|照(?:着)?(?:念|读|说)|重复(?:一遍|我|下面|以下)|复述|开发者模式|管理员(?:模式|权限)|输出.{0,6}json|翻译成"
    r"|\b(?:ignore|disregard|forget) (?:all|any|the|your|previous|prior|above|everything)|system prompt|\bjailbreak|\bdeveloper mode|\byou are now\b"
    r"|\b(?:say|repeat|print|output|reply|respond|answer|write|echo)\b.{0,24}\b(?:exactly|verbatim|word for word|after me|only|with the (?:words|text)|following)\b|\bpretend (?:to|you)|\bact as\b|\brole ?play|\bdan mode"
    r"|\"?\baction\"?\s*:|\"?skus?\"?\s*:|\"say\"|</?\w+>|\{\{|\}\}|<\|",
    re.IGNORECASE | re.ASCII,
)
SHORTEST = 2
"""Letters below which a line asks nothing."""


@dataclass(frozen=True, slots=True)
class Shut:
    """The model is not asked."""

    why: str
    person: bool = False
    """Somebody should look at this, rather than that a ready sentence answers it."""


def shut_for(text: str) -> Shut | None:
    """Return why a question does not get to the model; None when it may.

    That a line gives orders to a model says little (the look-alikes are many, the attacks endless): it is a way to
    save calls. What keeps the room clean is the judgement of the draft.
    """
    if personal_data(text):
        return Shut(reasons.DATA_FOR_PEOPLE, person=True)
    if abusive(text):
        return Shut(reasons.INSULT, person=True)
    if not known_language(text):
        return Shut("a language the shop does not write")
    if _ORDERS.search(folded(text)):
        return Shut("gives orders instead of asking")
    return None


_KNOWN = re.compile(rf"[{CJK}]")


def known_language(text: str) -> bool:
    """Return whether most letters are Chinese or Latin."""
    letters = [char for char in unicodedata.normalize("NFKC", text) if char.isalpha()]
    known = sum(bool(_KNOWN.match(char)) or char.isascii() for char in letters)
    return len(letters) >= SHORTEST and known * 4 >= len(letters) * 3
