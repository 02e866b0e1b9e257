"""Insults, and words against a product: who insults is not answered by a model, and no model says either for us."""

from __future__ import annotations

import re

from bot.text import folded

_ABUSE = re.compile(
    "傻[逼bB叉比屄]|煞笔|沙比|脑残|智障|弱智|贱[人货]|去死|滚蛋|滚出|(?<![一-鿿])滚(?![一-鿿])|王八蛋|混蛋|狗东西|畜生|垃圾主播|骗子|坑人|黑心|诈骗|假货|操你|草泥马|cnm|nmsl|尼玛|他妈的|(?<![妈我你他她俺咱老干姨送给帮为替和跟])妈的|婊|妓|色情|裸(?:照|体|聊|露|奔|女|男|模|身|戏|着|播|舞)|[全半]裸(?![色妆粉])"
    r"|\b(?:idiots?|stupid|moron|scam(?:mers?)?|fraud|liars?|fuck\w*|shit\w*|bitch\w*|bastards?|asshole|cunt|whore|slut|nazi|rapist|retard\w*|fakes?|nude|porn\w*)\b",
    re.IGNORECASE | re.ASCII,
)
_AGAINST = re.compile(
    "不好[用吃看闻]?|不值|不如|不行|不推荐|不适合|不建议|别买|不要买|不用买|难[用吃看闻]|太差|很差|差劲|烂|后悔|退货|退款|跑路|倒闭|关门|下播|坑|假的?(?!日|期)|劣质|山寨|仿冒|水货|过期|太贵|智商税"
    r"|\b(?:not (?:good|worth|for you|recommended)|bad|worse|worst|don'?t buy|do not buy|never buy|avoid|terrible|awful|horrible|rubbish|trash|garbage|junk|poor|hate|ugly|boring|regret\w*|overpriced|expensive|losers?|smell(?:s|y)? bad|buy (?:elsewhere|instead)|other shop\w*)\b",
    re.IGNORECASE | re.ASCII,
)
_APART = re.compile(r"[\W_]+")


def abusive(text: str) -> bool:
    """Return whether a text insults somebody, spaces and signs between its letters left out of account."""
    plain = folded(text)
    return bool(_ABUSE.search(plain) or _ABUSE.search(_APART.sub("", plain)))


def against(text: str) -> bool:
    """Return whether a text speaks against the product or the shop: no reason to buy is put so."""
    return bool(_AGAINST.search(folded(text)))
