"""Lines that wish for a product: advice on what to buy, or something the shop may have."""

from __future__ import annotations

import re

from bot.catalog import Catalog
from bot.product_questions.goods import goods_in, names_elsewhere
from bot.product_questions.limits import budget_in
from bot.product_questions.which import prepared
from bot.product_questions.whom import FOR_USE, uses_in
from bot.text import normalise

LONGEST_WISH = 60
"""A longer line tells a story rather than asking for a product."""
LONGEST_WISH_EN = 90

_WHICH = "(?:什么|啥|哪(?:1|一)?[个款种支只条双瓶盒件]?)"
_RIGHT = "(?:好|合适|适合|推荐|舒服|值得|划算|实用|靠谱|耐用|温和|清爽)"
# "推荐一款面霜", "what should I buy": asks for advice whatever the product. "强烈推荐这本书" advises others.
_ASKS_ADVICE = re.compile(
    "求推荐|求种草|求安利|(?:给|帮|可以|能)[我个]?.{0,4}推荐|有(?:没有)?(?:什么)?.{0,8}推荐"
    f"|推荐(?:一下|下|点|{_WHICH}|(?:[1一几两])?[个款件双支套瓶条盒])|(?:有|有没有)什么好|(?:买|适合){_WHICH}|送.{{0,6}}{_WHICH}"
    f"|(?<!为)(?:什么|啥|哪[款个种]).{{0,6}}(?:适合|合适|好用|推荐)|吃点?什么好|(?:礼物|东西|好物|用品)推荐(?=$| |吗|一下)|有(?:没有)?.{{0,4}}适合.{{1,8}}的(?:东西|好物|产品|礼物)|有(?:没有)?.{0, 4}适合.{1, 8}的(?:东西|好物|产品|礼物)"
    r"|\brecommend (?:me|a|an|any|some)\b|\b(?:any|got|your|for) recommend|\bcan you (?:recommend|suggest)|\bwhat should i (?:buy|get)"
    r"|\bgift (?:for|ideas)|\bsomething for\b|\banything (?:good )?for\b|\bwhich (?:one|of (?:these|them))\b|^(?:recommend|suggest) (?!this|that|him|her)"
)
# "有没有面霜", "do you have snacks", "which pan should i buy": asks for goods, if it names some or says for what.
_ASKS_FOR_IT = re.compile(
    f"推荐|适合|安利|种草|有没有|有啥|有.{{1,10}}[吗么不没]|[想要]{{1,2}}(?:囤|换|入|买|要)|想要|想入|求链接|^求|求(?:个|一|推|种|安)|用什么"
    f"|[用买选拍要挑]{_WHICH}|哪(?:1|一)?[个款种支只条双瓶件].{{0,6}}{_RIGHT}"
    "|哪1?[个款](?:比较|更)?(?!链接|号|色|颜色|码|牌子|好看)[^ ]{1,3}$"
    f"|{_WHICH}[^ ]{{0,6}}{_RIGHT}|[吃喝穿戴带送玩擦涂敷]点?{_WHICH}"
    r"|\brecommend|\bsuggest|\bdo you (?:have|sell)\b|\b(?:looking|searching|hunting) for\b|\bneed (?:a|an|some|something)\b|\bi want (?:a|an|some|something)\b"
    r"|^(?:a |an |the |some |any )?(?:really )?(?:good|best|nice|cheap|decent|great|gentle|mild) (?:\w+ ){1,2}(?:for|please|to)\b|\bany\b|\bis there an? \b|\bideas\b"
    r"|\bwhats? (?:is |are )?(?:a|an|the|some) (?:good|best|nice|cheap|decent|great)\b|\b(?:which|what) (?:\w+ ){1,4}(?:should|can|do|would|is|are|works?|fits?|suits?|goes|for|keeps?)\b"
    r"|\bwhat (?:can|should|do|could|would) (?:i|you|we|u)\b|^(?:\w+ ){1,3}for my \w+$|^something\b.{1,30}\b(?:for|to|please|recommend)\b"
)
# With a budget less is needed: "200以内有什么", "anything under 20".
_HAS_ANY = re.compile(r"有(?:没有|什么|啥|哪些|哪)|有吗|\b(?:any|anything|something|what)\b")
_NOT_ASKED = re.compile(
    r"不(?:太|是很|怎么)?(?:推荐|适合|想要|想买|想$|要买)|别(?:买|推荐)|\b(?:not|don'?t|dont|never|wouldnt|cant) (?:really )?(?:recommend|want|need|buy)"
)
# Who praises, tells or advises others wishes for nothing.
_TELLS = re.compile(
    "强烈推荐|(?:我|主播|姐妹|朋友|闺蜜|同事|真心|亲测|良心|吐血|无限|超级)(?:很|超|也|都|来)?推荐(?!吗|一|个|下|什么|哪)|推荐(?:大家|你们|各位|姐妹|去|过|了|算法|给你们?|给大家|给他|给她)|推荐的(?!吗|有|话| |$)"
    "|有(?:没有)?人(?!.{0,4}推荐)|这.{1,8}(?:太|很|真|好)|回购|听我的|真的?(?:很|好|太|绝)|好用到|上次|昨天|去年|前几天|(?:给|送).{1,8}(?:买|送)了|(?<!还没)(?:买|用|收到|入手)(?:了|过)(?!.*(?:推荐|哪|什么))|我用的是|用的别家"
    r"|\b(?:i|we|he|she|they|highly|definitely|strongly|really|always) (?:would |will |can |highly |definitely |strongly |really |always )*recommend(?:s|ed)?\b|\brecommend(?:s|ed) (?:this|that|it|by|me|to)\b"
    r"|\b(?:bought|(?<!who )loves?|loved|got (?:him|her|it|mine|this)|reminds|last (?:year|week|month|time)|yesterday|i have is|my (?:mom|mum|wife) (?:likes|uses)|to everyone|broke)\b"
)
# What is recommended and asked for in chats that no shop sells; and what else is asked of a shop.
_NO_GOODS = re.compile(
    "视频|歌|曲子|番(?!茄)|动漫|动画|电影|影片|电视剧|剧(?!吃|零食| |用|的时)|游戏|小说|书(?!桌|房|架|包)|漫画|主播(?=吗|$|推荐)|博主|up主|英雄|阵容|出装|皮肤(?=好看|推荐$)|攻略|景点|餐厅|饭店|火锅店|学校|专业|软件|网站|网课|教程|配置|基金|股票|工作|对象吗|男主|女主|角色|武器|套路|发型|纹身"
    r"|\b(?:movies?|films?|songs?|music|shows?|series|anime|games?|books? (?:on|about)|playlist|channels?|streams?|streamers?|champions?|heroe?s?|characters?|builds?|tips?|tricks?|advice|news|luck|chance|plans|team|duo|partner|players?|boss(?=$| fight)|level|rank|server|mods?|guides?|tutorials?|restaurants?|jobs?|apps?|websites?|hope|reason|question|idea why)\b"
)
_OTHER_MATTER = re.compile(
    "多少钱|优惠券|发货|快递|运费|包邮|退货|退款|退换|换货|尺码|保质期|订单|发票|客服|售后|抽奖|开播|下播"
    r"|\b(?:discounts?|coupons?|codes?|promos?|ship\w*|deliver\w*|refunds?|returns?|warranty|how much|prices?|orders?|invoices?|giveaways?|sizes?|colou?rs?|stock|restock\w*|left)\b"
)
_DEFINITE = re.compile(r"这|那[个款件]|\d+ ?号|\b(?:this|these|those|that one|link \d+)\b")
_INDEFINITE = re.compile(
    f"有没有|有什么|有啥|推荐|求|{_WHICH}"
    r"|^(?:got |have you got )?any\b|\bwhich\b|^what\b|\bwhats a\b|\blooking for\b|\brecommend|\bdo you (?:have|sell) (?:a|an|any|some)\b|\bis there an?\b|\bneed (?:a|an|some)\b|\bi want (?:a|an|some)\b|^(?:a )?(?:good|best)\b"
)

_WANTS_ONE = re.compile(f"想买|想要|{_INDEFINITE.pattern}")


def wants_product(text: str, catalog: Catalog) -> bool:
    """Return whether a message asks which product to buy, or for a product the shop has.

    Those who praise, advise each other or want no product are left alone.
    """
    plain = normalise(text)
    if len(plain) < 3 or len(plain) > (LONGEST_WISH_EN if plain.isascii() else LONGEST_WISH):
        return False
    if _NOT_ASKED.search(plain) or _TELLS.search(plain) or _OTHER_MATTER.search(plain):
        return False
    budget = any(budget_in(prepared(text))[:2])
    if budget and (FOR_USE.search(plain) or _HAS_ANY.search(plain)):
        return True
    advice = _ASKS_ADVICE.search(plain) is not None
    if not advice and not budget and not _ASKS_FOR_IT.search(plain):
        return False
    if goods_in(plain, catalog):
        return True
    if _NO_GOODS.search(plain):
        return False
    if advice or _says_what(plain, catalog):
        return True
    return names_elsewhere(plain) and _WANTS_ONE.search(plain) is not None


def is_indefinite(text: str) -> bool:
    """Return whether a line asks for anything of a kind rather than about one product: "any cream for dry skin"."""
    plain = normalise(text)
    return _INDEFINITE.search(plain) is not None and _DEFINITE.search(plain) is None


def _says_what(plain: str, catalog: Catalog) -> bool:
    """Return whether a wish that names no goods says for whom or for what, or a quality that products have."""
    if _RIGHTLY_PUT.search(plain) is None:
        return False
    return any(way in catalog.suited for group in uses_in(plain, catalog) for way in group)


_RIGHTLY_PUT = re.compile(
    rf"推荐|安利|种草|[吃喝用买送]点{_WHICH}.{{0,4}}好|[用买送]{_WHICH}(?:好|合适)"
    r"|\b(?:recommend|suggest|something|anything|gifts?|presents?|looking for|what (?:can|should) i (?:buy|get|use|give))\b"
)
