"""Lines that wish for a product: advice on what to buy, or something the shop may have."""

from __future__ import annotations

import re

from bot.catalog import Catalog
from bot.product_questions.forms import GOODS, is_readable, likely_wish, masked
from bot.product_questions.goods import goods_in, names_elsewhere, names_part
from bot.product_questions.likeness import like_wish
from bot.product_questions.limits import budget_in
from bot.product_questions.names import BY_NAME, named_in
from bot.product_questions.which import prepared
from bot.product_questions.whom import FOR_USE, uses_in
from bot.text import CJK, looks_like_question, normalise

LONGEST_WISH = 60
"""A longer line tells a story rather than asking for a product."""
LONGEST_WISH_EN = 90

_WHICH = "(?:什么|啥|哪(?:1|一)?[个款种支只条双瓶盒件]?)"
_RIGHT = "(?:好|合适|适合|推荐|舒服|值得|划算|实用|靠谱|耐用|温和|清爽)"
# "推荐一款面霜", "what should I buy": asks for advice whatever the product. "强烈推荐这本书" advises others.
_ASKS_ADVICE = re.compile(
    "(?:挑|选|买|找|准备|看)(?:一?[个份件点些]).{0,4}(?:礼物|礼品)(?!了)|送(?:点)?(?:啥|什么)|求推荐|求种草|求安利|(?:给|帮|可以|能)[我个]?.{0,4}推荐|有(?:没有)?(?:什么)?.{0,8}推荐"
    f"|推荐(?:一下|下|点|{_WHICH}|(?:[1一几两])?[个款件双支套瓶条盒])|(?:有|有没有)什么好|(?:买|适合){_WHICH}|送.{{0,6}}{_WHICH}"
    f"|(?<!为)(?:什么|啥|哪[款个种]).{{0,6}}(?:适合|合适|好用|推荐)|吃点?什么好|(?:礼物|东西|好物|用品)推荐(?=$| |吗|一下)|有(?:没有)?.{{0,4}}适合.{{1,8}}的(?:东西|好物|产品|礼物|$)"
    r"|\brecommend (?:me|a|an|any|some)\b|\b(?:any|got|your|for) recommend|\bcan you (?:recommend|suggest)|\bwhat should i (?:buy|get)|\bwhat (?:would|will|could|might) be (?:a )?(?:good|nice|best)\b|^whats (?:good|nice|best)\b"
    r"|\bwhat to (?:get|buy|give)\b|\b(?:need|want|buying|find|get) (?:a |an |some )?(?:gifts?|presents?)\b|\b(?:gifts?|presents?) (?:for|ideas)\b|\bwhat (?:do|would|could|can) (?:i|you|we) (?:get|buy|give)\b|\bsomething for\b|\banything (?:good )?for\b|\bwhich (?:one|of (?:these|them))\b|^(?:recommend|suggest) (?!this|that|him|her)"
)
# "有没有面霜", "do you have snacks", "which pan should i buy": asks for goods, if it names some or says for what.
_ASKS_FOR_IT = re.compile(
    f"推荐|适合|安利|种草|有没有|有啥|有.{{1,10}}(?:[吗没]|不(?=$| )|(?<![什怎])么)|[想要]{{1,2}}(?:囤|换|入|买|要)|想要|想入|想找|找1?[个款件双支条]|求链接|^求|求(?:个|一|推|种|安)|用什么"
    f"|[用买选拍要挑]{_WHICH}|哪(?:1|一)?[个款种支只条双瓶件].{{0,6}}{_RIGHT}"
    "|哪1?[个款](?:比较|更)?(?!链接|号|色|颜色|码|牌子|好看)[^ ]{1,3}$"
    f"|{_WHICH}[^ ]{{0,6}}{_RIGHT}|[吃喝穿戴带送玩擦涂敷买选挑]点?{_WHICH}"
    r"|\brecommend|\bsuggest|\bdo you (?:have|sell)\b|\b(?:looking|searching|hunting) for\b|\bneed (?:an?|some|something|new|\w{3,}s)\b|\bi want (?:a|an|some|something)\b"
    r"|^(?:a |an |the |some |any )?(?:really )?(?:good|best|nice|cheap|decent|great|gentle|mild) (?:\w+ ){1,2}(?:for|please|to)\b|\bany\b|\bis there (?:an?|something|anything|any) |\bideas\b"
    r"|\bwhats? (?:is |are )?(?:a|an|the|some) (?:good|best|nice|cheap|decent|great)\b|\b(?:which|what) (?:\w+ ){1,4}(?:should|can|do|would|is|are|works?|fits?|suits?|helps?|stays?|looks?|goes|for|keeps?)\b"
    r"|\bwhat (?:can|should|do|could|would) (?:i|you|we|u)\b|^(?:\w+ ){1,3}for my \w+$|^something\b.{1,30}\b(?:for|to|please|recommend)\b"
)
# More ways of saying so, of which none is enough for goods that nobody sells: "想给我爸买双拖鞋", "can i get a scarf".
_A = r"(?:\d{0,2}|一|几)(?:个|点|些|套|条|双|支|瓶|盒|款|件|床|台|副|把|只|份|包|箱|袋|罐|几|两|张|对|组|块|盏|顶|根)"
_PLANS = "(?:想|要(?![是不])|打算|准备|考虑|计划|琢磨|正好|需要)"
_GETS = "(?:囤|换|入|买|购|整|搞|弄|挑|选|添|配|备|拿|带|找|补|收|送|置办)"
_WANTS = re.compile(
    f"{_PLANS}(?:给|帮|为|替)?[^ 的了]{{0,8}}?{_GETS}{_A}|{_PLANS}(?:给|帮|为|替)[^ 的了]{{1,8}}?(?:买|挑|选|换|送)|{_PLANS}(?:囤|换|入手?|买|购入?|添置?)|[要正]买"
    f"|(?:急需|需要|还?[缺差]|想要?|要(?![是不])|求|蹲|介绍|推|看看有[没无]){_A}|(?:帮|给|替)(?:我|忙)?(?:挑|选|推|找|介绍|安排)|[挑选]{_A}"
    f"|^(?:给我|帮我|主播|先|再)*(?:来|上|整|拿|搞|安排){_A}|来{_A}(?:吧|呗)?$|想[吃喝啃嚼用敷擦穿戴垫铺盖送玩]"
    "|求(?![求你人饶助放退解])|有(?:吗|木有|没有|得卖|没得?卖|无)(?!人)|有(?:没|不|卖)(?:的|吗|么|呀|啊|呢)*$|有没(?!人)|可有|是否有|有(?:什么|啥|哪些|哪)|有卖|卖不卖"
    "|(?<!外)卖.{1,10}[吗么不没]|(?:怎么|咋|如何)[选挑]|[选挑买]哪|^哪[个款种支]|哪[里儿]?有|能买到|都有(?:什么|啥)"
    r"|\bdo (?:you|u|ya|yall|you guys|u guys) (?:guys )?(?:have|sell|carry|stock|got|do)\b(?! (?:to|the|this|that|your|my)\b)|\bhave (?:you|u|yall) got\b|\b(?:you|u|yall) (?:got|sell) (?!the\b|this\b|that\b|to\b|me\b)|\bwho sells\b|\b(?:anyone|anybody) knows? (?:a|an|any|of)\b|\bsend me\b"
    r"|\b(?:any|some)thing (?:good |nice )?(?:to|that|which)\b|^(?:got|have) (?:any|anything|something)\b|\b(?:can|could|may) (?:i|we|you|u) (?:get|buy|have|see|find|show)(?: me| us)? (?:a|an|any|some|\w{3,}s)\b"
    r"|\b(?:where|what) (?:can|do|should) (?:i|we) (?:find|get|buy)\b|\bneeds? (?!to |my |your |his |her |it|this|that|the |more |help|sleep)\w|\b(?:anyone|anybody)$|\brecs?\b|\bare there (?:any|some)\b"
    r"|\b(?:trying|hoping|looking|want|wanting|need|love|like|going|planning) to (?:find|buy|get|order|pick up|try|replace|upgrade)\b|\b(?:wanna|gonna) (?:buy|get|order|try|replace)\b"
    r"|\b(?:thinking|think) (?:of|about) (?:buying|getting)\b|\b(?:im|i am|just) (?:after|buying)\b|\b(?:shopping for|in need of|in search of|in the market for|interested in)\b"
    r"|\b(?:want|looking at getting|id (?:really )?(?:like|love)|would (?:really )?(?:like|love)|could (?:really )?(?:use|do with)|show (?:me|us)|sell me|(?:help|helping) (?:me|us) (?:to )?(?:find|pick|choose|decide on|get)|point me (?:to|at)|hook me up with)"
    r" (?:a|an|any|some|something|the best|new|good|nice|decent|cheap|warm|\w{3,}s)\b"
)
# "got a thermos for kids?" asks, without the mark it tells.
_GOT = re.compile(r"^(?:you |u )?(?:got|have) (?:a|an|some)\b")
# With a budget less is needed: "200以内有什么", "anything under 20".
_HAS_ANY = re.compile(r"有(?:没有|什么|啥|哪些|哪)|有吗|\b(?:any|anything|something|what)\b")
_NOT_ASKED = re.compile(
    "(?<!买)不(?:太|是很|怎么|用|要|必|需要)?(?:再|老|总)?(?:给我)?(?:推荐|适合|想要|想买|想换|想入|想$|要买|买)|别(?:再|老|总|给我)*(?:买|推荐)|别(?:再|老是?|总)(?:给我|给俺)?[上推卖播放发讲]|不是[想要]|没钱|钱包空|买不起|舍不得|算了$"
    r"|\b(?:not|don'?t|dont|doesnt|didnt|never|wouldnt|cant|no) (?:really |even )?(?:recommend|want|need|buy|looking|interested|going to buy)|\blooking for (?:my|his|her|our|the)\b|\b(?:dont|never|stop) (?:show|sell|push|suggest)|\bwho (?:needs|wants|has|else)\b|\bwas (?:looking|hoping|thinking)\b|\bidea (?:how|what(?! to (?:get|buy|give|bring))|why|where|who)\b|\b(?:amen|clue|shout ?out)\b"
)
# Who praises, tells or advises others wishes for nothing.
_TELLS = re.compile(
    "强烈推荐|(?:我|主播|姐妹|朋友|闺蜜|同事|真心|亲测|良心|吐血|无限|超级)(?:很|超|也|都|来)?推荐(?!吗|一|个|下|什么|哪)|推荐(?:大家|你们|各位|姐妹|去|过|了|算法|给你们?|给大家|给他|给她)|推荐的(?!吗|有|话| |$)"
    "|有(?:没有)?人(?!.{0,4}推荐)|有(?:没有)?(?:姐妹|宝子|家人|小伙伴|谁).{0,4}[过在了]|(?<!给)(?<!送)我?(?:妈|爸|老公|老婆|男友|女友|朋友|同事)推荐(?!什么|哪|一|个|吗)|这.{1,8}(?:太|很|真|好)|回购|听我的|真的?(?:很|好|太|绝)|(?:想|要)买.{0,8}的(?:姐妹|宝|朋友|家人|赶紧|快|冲|可以|别|都|看|拍|点|去|戳|来)|有没有.{0,12}的(?:小伙伴|朋友|姐妹|人|宝子|同学|大佬)|楼[上下]|有[的些]人|本来[想要]|之前|以前|后来|原本|差点|好用到|上次|昨天|去年|前几天|(?:给|送).{1,8}(?:买|送)了|(?<!还没)(?:买|用|收到|入手)(?:了|过)(?!.*(?:推荐|哪|什么))|我用的是|用的别家"
    r"|\b(?:i|we|he|she|they|highly|definitely|strongly|really|always) (?:would |will |can |highly |definitely |strongly |really |always )*recommend(?:s|ed)?\b|\brecommend(?:s|ed) (?:this|that|it|by|me|to)\b"
    r"|\b(?:bought|(?<!who )(?<!id )(?<!would )loves?|loved|got (?:him|her|it|mine|this)|reminds|wanted|was going|were going|almost|(?:everyone|everybody|you|u|they|nobody|noone) (?:all |really )?(?:should|needs?|must|gotta)|last (?:year|week|month|time)|yesterday|i have is|my (?:mom|mum|wife) (?:likes|uses)|to everyone|broke)\b"
)
# What is recommended and asked for in chats that no shop sells; and what else is asked of a shop.
_NO_GOODS = re.compile(
    "视频|歌|曲子|番(?!茄)|动漫|动画|电影|影片|电视剧|剧(?!吃|零食| |用|的时)|游戏|小说|书(?!桌|房|架|包)|漫画|主播(?=吗|$|推荐)|博主|up主|英雄|阵容|出装|皮肤(?=好看|推荐$)|攻略|景点|餐厅|饭店|火锅店|学校|专业|软件|网站|网课|教程|配置|基金|股票|工作|对象吗|男主|女主|角色|武器|套路|发型|纹身"
    r"|\b(?:movies?|films?|songs?|music|shows?|series|anime|games?|books? (?:on|about)|playlist|channels?|streams?|streamers?|champions?|heroe?s?|characters?|builds?|tips?|tricks?|advice|news|luck|chance|plans|team|duo|partner|players?|(?<!my )boss(?=$| fight)|level|rank|server|mods?|guides?|tutorials?|restaurants?|jobs?|apps?|websites?|hope|reason|question|idea why)\b"
)
_OTHER_MATTER = re.compile(
    "多少钱|优惠券|发货|送上门|送货|快递|运费|包邮|退货|退款|退换|换货|保质期|订单|发票|客服|售后|抽奖|开播|下播"
    r"|\b(?:discounts?|coupons?|codes?|promos?|ship\w*|deliver\w*|dispatch\w*|refunds?|returns?|warranty|how much|prices?|(?<!to )(?<!wanna )orders?|invoices?|giveaways?|(?<!you )(?<!u )stock|restock\w*)\b"
)
_ITS_LOOKS = re.compile(r"尺码|\b(?:sizes?|colou?rs?)\b")
_DEFINITE = re.compile(r"这|那[个款件]|\d+ ?号|\b(?:this|these|those|that one|link \d+)\b")
_INDEFINITE = re.compile(
    f"有没有|有什么|有啥|推荐|求|{_WHICH}"
    r"|^(?:got |have you got )?any\b|\bwhich\b|^what\b|\bwhats a\b|\blooking for\b|\brecommend|\bdo you (?:have|sell) (?:a|an|any|some)\b|\bis there an?\b|\bneed (?:a|an|some)\b|\bi want (?:a|an|some)\b|^(?:a )?(?:good|best)\b"
)

_WANTS_ONE = re.compile(f"有[^ ]{{1,6}}[吗么]$|想买|想要|{_WANTS.pattern}|{_INDEFINITE.pattern}")


SURE, MAYBE, IN_DOUBT = 0.67, 0.45, 0.1
"""How likely a line that names goods is a wish: from the first on whatever its words are; from the second on a person
is to see it; below the third it is none."""
ELSEWHERE = 0.15
"""How much more likely it must be where all it names is goods that the shop has none of."""
ASKS_THE_SHOP = 0.85
"""From here on a line that names no goods is put as a wish: for a person to see."""
LIKE_ONE, AGAINST = -0.1, 0.25
"""From here on what a line tells is like a wish (`likeness`); how much more like it must be for each sign against it."""
_GIFT = re.compile(r"送|礼|生日|纪念日|\b(?:gifts?(?! me| (?:a )?subs?)|presents?|birthday|anniversary|christmas)\b")
_BREAK = re.compile(rf"[,，。.!！?？;；~～…\n]+|(?<=[{CJK}])\s+(?=[{CJK}])")


def wants_product(text: str, catalog: Catalog) -> bool:
    """Return whether a message asks which product to buy, or for a product that shops have."""
    return wish_in(text, catalog) >= SURE


def wish_in(text: str, catalog: Catalog) -> float:
    """Return how likely a message asks which product to buy, or for one, from 0 to 1.

    Those who praise, advise each other or want no product are left alone.
    """
    plain = normalise(text)
    if len(plain) < 2 or len(plain) > (LONGEST_WISH_EN if plain.isascii() else LONGEST_WISH):
        return 0.0
    if _NOT_ASKED.search(plain) or _OTHER_MATTER.search(plain):
        return 0.0
    told = _TELLS.search(plain) is not None
    line = masked(text, catalog)
    chance = likely_wish(line)
    likely = _by_words(text, plain, line, chance, catalog, told=told)
    if likely >= SURE:
        return likely
    # Of goods the forms know much talk.
    names = GOODS in line
    against = [told, not names and _NO_GOODS.search(plain), names and chance < MAYBE, names and chance < IN_DOUBT]
    least = LIKE_ONE + sum(map(bool, against)) * AGAINST
    if like_wish(text, catalog) < least:
        return likely
    # Whom or where it is for chooses nothing by itself: "my mum says her shoulders are cold" got her a toothbrush.
    for_whom = not names and uses_in(prepared(text), catalog)
    return max(likely, MAYBE) if for_whom and not _GIFT.search(plain) else 1.0


def _by_words(text: str, plain: str, line: str, chance: float, catalog: Catalog, *, told: bool) -> float:
    """Return how likely a line is a wish by the words and the form that wishes have."""
    if GOODS not in line:
        if not told and _put_as_wish(text, plain, catalog):
            return 1.0
        return MAYBE if chance >= ASKS_THE_SHOP and not told and is_readable(line) else 0.0
    if chance < IN_DOUBT:
        return 0.0
    if not told and _put_as_wish(text, plain, catalog):
        return 1.0
    likely = 0.0 if told else _by_form(line, chance, plain, catalog)
    # "love your stream! do you have socks": what stands before a wish says nothing of it.
    said = [part for part in _BREAK.split(text) if len(part) > 1] if likely < SURE else []
    return max((likely, *(_by_itself(part, catalog) for part in said))) if len(said) > 1 else likely


def _by_itself(part: str, catalog: Catalog) -> float:
    """Return how likely a part of a line is a wish that names goods."""
    plain, line = normalise(part), masked(part, catalog)
    if GOODS not in line or _TELLS.search(plain):
        return 0.0
    return _by_form(line, likely_wish(line), plain, catalog)


def _by_form(line: str, chance: float, plain: str, catalog: Catalog) -> float:
    """Return how likely a masked line that names goods is a wish, given that for goods of this shop."""
    if chance < MAYBE or not is_readable(line):
        return 0.0
    own = goods_in(plain, catalog) or names_part(plain, catalog)
    return chance - (0.0 if own else ELSEWHERE)


def _put_as_wish(text: str, plain: str, catalog: Catalog) -> bool:
    """Return whether a line is put in words that wish, for goods or for somebody the shop has something for."""
    budget = any(budget_in(prepared(text))[:2])
    if budget and (FOR_USE.search(plain) or _HAS_ANY.search(plain)):
        return True
    advice = _ASKS_ADVICE.search(plain) is not None
    wants = _WANTS.search(plain) is not None or (_GOT.search(plain) is not None and looks_like_question(text))
    if not wants and (_ITS_LOOKS.search(plain) or not (advice or budget or _ASKS_FOR_IT.search(plain))):
        return False
    if goods_in(plain, catalog) or names_part(plain, catalog):
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
    by_use = any(way in catalog.suited for group in uses_in(plain, catalog) for way in group)
    return by_use or any(used >= BY_NAME for used in named_in(plain, catalog).values())


_RIGHTLY_PUT = re.compile(
    rf"推荐|^求|求(?:救|个|一|推)|有没有$|有啥|[想要](?:买|换|入|囤|搞|整|吃|喝|啃)|安利|种草|[吃喝用买送]点{_WHICH}.{{0,4}}好|[用买送]{_WHICH}.{{0,4}}(?:好|合适)|有(?:什么|啥|没有|木有).{{1,12}}的|(?:的|东西|用品|盒子|机器|小?家电|神器)有(?:吗|没|木有|不|没有|卖)+[的吗]*$|想要?(?:个|买点|买个)"
    r"|\b(?:recommend|suggest|something|anything|gifts?|presents?|looking for|want|like|got any|what (?:can|should) i (?:buy|get|use|give))\b"
)
