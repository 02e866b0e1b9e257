"""Does a line sound like trouble with an order? People in trouble state it; they seldom put it as a question."""

from __future__ import annotations

import re
import unicodedata

_ZH = re.compile(
    "(?:货|快递|包裹|东西)(?:都|还|到现在)*没有?(?:到|发|寄)|(?:没|未|还不|不给)有?(?:收到|发货|到货|处理|退款|回复我|回我|人理|人管|人回)|(?:快递|物流|包裹).{0,8}(?:没|不)(?:动|更新)|没人(?:理|管|回|处理)"
    "|一直不(?:发|回|退|到)|(?:发|寄|送)错|漏发|少发|少了[一两几\\d]|缺件|破了|碎了|坏了|是坏的|漏水|开胶|脱胶|有划痕|是脏的|发霉|变质"
    r"|(?:买|拍|下单|订)了?[^，。,.！!？?]{0,14}(?:还|都|到现在)(?:没有?|不)(?:到|来|送|寄)(?!\d|[一二三四五六七八九十])"
    "|跟?图片?不[一符]|和图不|货不对板|描述不符|价格不对|多扣|扣了[两二]次|订单没|没显示|付[了款].{0,4}没|不给退|不退款|拒绝退|等了?[一两三四五六七八九十几\\d]+[天周]"
)
_EN = re.compile(
    r"\b(?:never|not|nothing|hasn'?t|haven'?t|didn'?t|still no\w*)\b.{0,20}\b(?:came|come|arriv\w*|receiv\w*|ship\w*|refund\w*|repl\w*|answer\w*)\b"
    r"|\b(?:arrived|came|was|is|are|it'?s|box)\b.{0,12}\b(?:broken|damaged|empty|leaking|cracked|torn|dirty|mou?ldy|missing|wrong)\b"
    r"|\b(?:wrong|missing) (?:item|size|colou?r|parcel|piece)\b|\bcharged (?:me )?twice\b|\bno ?(?:one|body) (?:answers|replies|helps)\b"
)
# "没收到通知就来了" and the like aside, these words talk of other things.
_NOT_OURS = re.compile("没收到消息|心碎|破防|裂开了|笑裂|破纪录|不更新视频|没更新视频")


def sounds_like_trouble(text: str) -> bool:
    """Return whether a line states something amiss with an order, the goods or the service."""
    plain = unicodedata.normalize("NFKC", text[:400]).casefold()
    return not _NOT_OURS.search(plain) and bool(_ZH.search(plain) or _EN.search(plain))
