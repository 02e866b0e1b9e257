"""Insults: who uses them is not answered by a model, and no model says them for us."""

from __future__ import annotations

import re

from bot.text import folded

_ABUSE = re.compile(
    "傻[逼bB叉比屄]|煞笔|沙比|脑残|智障|弱智|贱[人货]|去死|滚蛋|滚出|^滚$|王八蛋|混蛋|狗东西|畜生|垃圾主播|骗子|坑人|黑心|诈骗|假货|操你|草泥马|cnm|nmsl|尼玛|他妈的|妈的|婊|妓|色情|裸"
    r"|\b(?:idiots?|stupid|moron|scam(?:mers?)?|fraud|liars?|fuck\w*|shit\w*|bitch\w*|bastards?|asshole|cunt|whore|slut|nazi|rapist|retard\w*|fakes?|nude|porn\w*)\b",
    re.IGNORECASE | re.ASCII,
)
_APART = re.compile(r"[\W_]+")


def abusive(text: str) -> bool:
    """Return whether a text insults somebody, spaces and signs between its letters left out of account."""
    plain = folded(text)
    return bool(_ABUSE.search(plain) or _ABUSE.search(_APART.sub("", plain)))
