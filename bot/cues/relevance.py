"""Is a question one for the shop at all? Rooms ask each other, the host and the sky a great deal.

Only a question with something of the shop in it is worth a person's time. In a language whose words are not
known here every question counts: not understanding is no reason to drop it.
"""

from __future__ import annotations

import re

from bot.catalog import Catalog
from bot.text import CJK, folded, normalise

_SHOP_ZH = re.compile(
    "买|卖|售|拍|价|钱|贵|便宜|优惠|折|券|红包|满减|包邮|运费|邮费|付|款|花呗|分期|下单|订单|单号|发货|发的|寄|快递|物流|到货|收到|签收|仓"
    r"|几[天号日]到|\d[天号日](?:能|可以|会|前)?到(?!\d)"
    "|退|换货|换个|换大|换小|售后|客服|保修|质保|赔|发票|货|库存|现货|预售|补货|断码|链接|购物车|小黄车|号码|上架|秒杀|活动|赠|送|抽奖"
    "|尺码|尺寸|码|多大|多重|多长|几斤|几米|几瓶|几片|几盒|几包|颜色|色号|材质|面料|成分|配料|保质|生产日期|正品|真货|假货|品牌|型号|规格|版本"
    "|祛斑|祛痘|美白|淡斑|补水|保湿|眼霜|面霜|精华|乳液|洗面奶|防晒|口红|面膜|适合|能用|怎么用|用法|效果|敏感|过敏|孕|宝宝|婴儿|小孩|儿童|老人|送礼|礼物|推荐|质量|好用|耐用|安全|有毒|异味|掉色|起球|缩水|会员|积分"
    "|直播|开播|下播|几点播|回放|主播|你们家|你家|店|厂|旗舰"
)
_SHOP_EN = re.compile(
    r"\b(?:buy|sell|sale|prices?|costs?|much|cheap\w*|expensive|discounts?|coupons?|promo\w*|code|ship\w*|deliver\w*|post\w*|parcel"
    r"|track\w*|order\w*|pay\w*|paypal|cards?|refund\w*|return\w*|exchange|warranty|guarantee|invoices?|stock|available|restock"
    r"|links?|cart|size\w*|fit\w*|colou?rs?|material|fabric|ingredients?|expir\w*|genuine|authentic|original|quality|safe"
    r"|skin|allerg\w*|pregnan\w*|kids?|baby|gifts?|recommend\w*|products?|items?|brands?|model|shop|store|live|stream|host|member\w*"
    r"|points|giveaway|customer|service|seller|you guys|where are you|located|based)\b"
)
_ENGLISH = re.compile(
    r"\b(?:the|is|are|was|do|does|did|you|your|i|it|this|that|what|when|where|which|who|why|how|can|will|would|have|has"
    r"|for|to|of|and|my|me|any|not|there|with|on|in)\b"
)
_COURTESY = re.compile(
    "(?:谢|感|多|太|好|的|滴|嘞|吧|嗯|哦|噢|行|知道|收到|明白|了解|辛苦|没事|没关系|不用|客气|晓得|可以|亲|主播|客服|小姐姐|老师|你|您|们"
    "|哈|啦|了|呀|呢|哒|噜|拜|再见|爱|么么"
    r"|thanks?|thank you|thx|ty|ok|okay|k|got it|great|cool|nice|perfect|awesome|np|no problem|no worries|alright|sure"
    r"|so|very|much|a|lot|million|guys|lol|ha|bye|cheers|appreciated?|i|it|that|is|will do|yes|yeah| )++"
)
_NO_LETTERS = re.compile(r"[\W_]+")
_ASKS = re.compile("[?？吗嘛]|什么|怎么|多少|几")
_CHINESE = re.compile(f"[{CJK}]")


def concerns_shop(text: str, catalog: Catalog) -> bool:
    """Return whether a question has something of the shop in it: its words, its goods, or an unknown language."""
    # Not normalised: that takes off whom it is addressed to, and "主播身高多少" is for the shop.
    plain = folded(text)
    if _CHINESE.search(plain):
        return bool(_SHOP_ZH.search(plain)) or _names_a_product(plain, catalog)
    if len(_ENGLISH.findall(plain)) * 5 < len(plain.split()):
        return True
    return bool(_SHOP_EN.search(plain)) or _names_a_product(plain, catalog)


def asks_nothing(text: str) -> bool:
    """Return whether a line is thanks, assent, laughter or faces alone, and so nobody's turn."""
    plain = _NO_LETTERS.sub(" ", normalise(text)).strip()
    return not _ASKS.search(text) and (not plain or _COURTESY.fullmatch(plain) is not None)


def _names_a_product(plain: str, catalog: Catalog) -> bool:
    return any(tag in plain and len(tag) > 1 for product in catalog.products.values() for tag in product.names.tags)
