"""Is a question about the viewer's own order? No FAQ can know where a parcel is; a person looks it up."""

from __future__ import annotations

import re

from bot.text import folded

_THING = "(?:快递|包裹|订单|单子|货|件|东西|物流|单号)"
_ZH = re.compile(
    rf"(?:我|俺|咱)(?:的|那个?|这个?|买的|拍的|昨天的|前天的|上次的|上周的)*{_THING}(?:现在)?(?:到哪|在哪|走到哪|去哪|到了[吗没]|发了[吗没]|发货了?[吗没]|寄了[吗没]|怎么还|还没|还不|没到|一直没|不动|丢)"
    rf"|(?:帮我|给我|麻烦|请)?(?:查|看)(?:一下|下|查|看)?我(?:的|那个?|这个?)?{_THING}|(?:帮我|给我)(?:查|看)(?:一下|下|查|看)?(?:的|那个?|这个?)?{_THING}"
    rf"|(?:我的?)?(?:订单|快递|运单)(?:编?号|单号)(?:是|为|[:：])?\s*[a-z]*\d{{6,}}"
    rf"|我(?:的)?(?:快递|运单)?单号(?:是)?(?:多少|什么|哪个)"
)
_MINE = r"my (?:order|parcel|package|delivery|shipment)"
_EN = re.compile(
    rf"\bwhere(?:'s|s| is| are)? {_MINE}s?\b|\b(?:track|check|status of|look up|find) {_MINE}\b"
    rf"|\b{_MINE} (?:number|no\.?|id|#)"
    rf"|\b(?:has|have|did|is|was) {_MINE}s? (?:been )?(?:ship\w*|sent|arriv\w*|left|dispatch\w*|on its way)\b"
    rf"|\b{_MINE} (?:still )?(?:hasn'?t|has not|never|didn'?t|is not|isn'?t|is lost|got lost|is late|status)\b",
    re.ASCII,
)


def about_own_order(text: str) -> bool:
    """Return whether a line asks after the viewer's own order or parcel."""
    plain = folded(text)
    return bool(_ZH.search(plain) or _EN.search(plain))
