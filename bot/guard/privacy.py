"""What would tell the room about a person: purchases, spending, tier, absence, health."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.guard.phrases import GAP
from bot.guard.reading import Reading
from bot.guard.rules import Finding

_YOU = "(?:您|你|亲|宝|宝宝|宝子|姐妹|姐|亲爱的)"
_WHEN = "(?:上一?次|之前|以前|曾经?|去年|前年|上个?月|上周|前几?天|那次|那天|双11|双十一|618|历史|过去|早前|近期|最近|刚刚?|一直|每次|总是|经常|常年|多次|第[二三四五六几]次|老)"
_BOUGHT = "(?:买(?!到|家|不)|购(?!物|买须)|下单|入手|囤|拍(?!下|照|完|的时候)|回购|复购|带走|收过|用过|订)"
_ROWS: tuple[tuple[str, str, str], ...] = (
    ("purchase", rf"(?:上一?次|上回|之前|那回|去年|上个?月){_YOU}(?:在我们?(?:这里|这儿|家|店))?(?:来)?{_BOUGHT}|{_YOU}(?:家里?|手里|手上)?(?:的)?那[瓶盒款支件个箱包]{GAP}{{0,5}}(?:应该|差不多|是不是|快|该|也)+{GAP}{{0,3}}(?:用完|吃完|喝完|见底|用光|没了)|(?:根据|按照?|结合|基于){_YOU}(?:的|之前的?|以往的?|过去的?)*(?:历史)?(?:订单|购买|消费|购物|浏览|下单|收货|退货)(?:记录|历史|习惯|偏好|情况)?|上次的?{GAP}{{0,6}}(?:用|吃|喝|穿|睡|戴)(?:得|着)?(?:怎么样|好吗|好用吗|如何|还习惯|满意吗|舒服吗)", "这款"),
    ("spending", rf"{_YOU}(?:在我们?(?:这|这里|这儿|家|店))?(?:去年|今年|上个?月|双十一|双11|618|年初|一年|这个月|前后|总共|一共|已经?)*(?:花|消费|充值?|买)了{GAP}{{0,4}}(?:\d|[一二两三四五六七八九十百千万几])+(?:多|来)?(?:块|元|千|万|百|k)|{_YOU}的?消费(?:等级|水平|能力|层级|排名|力)|{_YOU}{GAP}{{0,8}}消费(?:排|在前|能排|数一)", ""),
    ("absence", rf"{_YOU}(?:都|可|有|已经?)*(?:半年|大半年|半个月|好一阵子?|好几[天周个]月?|一阵子|好些天)(?:都|就|也|多)*(?:没|未)(?:来|下单|买|光顾|见|逛|看)|想念{_YOU}|(?:老朋友|我们)又见面|好久(?:没|不)(?:看到|听到|聊)", ""),
    ("sensitive", rf"(?:知道|记得|听说|看到|了解到){_YOU}(?:有|得了?|患有?|查出){GAP}{{0,2}}(?:糖尿病|高血[压糖脂]|抑郁症?|癌|肿瘤|肝炎|痔疮|妇科|前列腺|鼻炎|哮喘|湿疹|皮炎|失眠|病)|{_YOU}(?:刚|才|最近|上个?月)+(?:生完|生了|流产|做完?手术|出院|离婚|失业|查出)", ""),
    ("absence", r"\byou (?:haven't|have not) (?:shopped|ordered|bought|visited|been)\b|\bwhere have you been\b", ""),
    ("purchase", rf"{_YOU}(?:在?我们?(?:这里|这儿|家|店|直播间)?)?{_WHEN}(?:也|就|都|是|在我们?(?:这里|这儿|家|店|直播间)?|来)*{_BOUGHT}(?:过|了|的)?(?:那[瓶盒款支件个])?", "这款"),
    ("purchase", rf"{_YOU}(?:已经?|都)?(?:买|购买?|囤|回购|入手|下单|拍)(?:过|了(?!解|吗|没|么|[^，。！]{{0,6}}[吗么?？]|(?:以?后|之后|就|可以|的话)))(?:{GAP}{{0,4}}(?:次|瓶|盒|件|回|单))?", "这款"),
    ("purchase", rf"(?:根据|按|看到?|查到|发现|记得|系统显示|我们?看){_YOU}(?:的|之前的?|上次的?|历史)?(?:购买|订单|消费|下单|购物|浏览|买|囤|收藏|下过)(?:记录|历史|习惯|偏好|里|中|过|了)*|{_YOU}的?(?:购买|消费|购物)(?:记录|历史|习惯|偏好)|{_YOU}(?:家里|家|手里|手上)?(?:那|上次那|之前那|囤的?那?|剩的?那?)[瓶盒款支件个箱包](?:用完|吃完|快用完|喝完|见底|也该|差不多)", "这款"),
    ("purchase", r"\b(?:since |as |because |after )?you(?:'ve| have)? (?:already |just |previously |recently |once )?(?:bought|purchased|ordered)\b|\byour (?:last|previous|past|earlier|recent|first) (?:orders?|purchases?)\b|\byour (?:purchase|order|shopping) (?:history|record)|\blast time you (?:bought|ordered|got|came|were|picked)|\b(?:the \w+ )?you (?:bought|ordered|got) (?:last|before|in|from us)|\bwe (?:see|noticed|remember|know) (?:that )?you(?:'ve| have)? (?:bought|ordered|purchased|got)|\bbuy(?:ing)? (?:it |this )?again, (?:dear|as you)", "this one"),
    ("spending", rf"{_YOU}(?:在我们?(?:这里|这儿|家|店)?)?(?:已经?|一共|总共|累计|今年|去年|上个?月|本月|近\d+天|一年|全年|前后|上次|这个月)+(?:就|都|在我们?(?:这里|家|店))*(?:消费|花|充|买)(?:了|过|满|的)?(?:金额)?{GAP}{{0,4}}(?:\d|[一二两三四五六七八九十百千万几好]|不少|很多)|{_YOU}的?(?:消费|累计|购买)(?:金额|总额|额)|{_YOU}(?:消费|花)(?:了|过|满){GAP}{{0,3}}\d", ""),
    ("spending", r"\byou(?:'ve| have)? (?:already )?spent\b|\byour (?:total )?(?:spend|spending)\b|\bbig spender", ""),
    ("tier", rf"(?:{_YOU}|作为|身为|尊敬的|尊贵的|亲爱的|我们的|欢迎|感谢)(?:都|可|已经?)?(?:是|属于|算)?(?:我们|本店|店里)?(?:的|家的?|店的?)?(?:超级|尊贵的?|尊享|重要|资深|忠实的?|优质|高级)?(?:vip|svip|高价值|低价值|大客户|金卡|银卡|黑卡|黑金|钻石|铂金|白金|黄金|至尊|a级|重点|老客户|老顾客|老粉|老会员|老朋友了|回头客|常客|忠实客户|忠实粉丝|沉默)(?:会员|客户|用户|顾客|级别|等级)?(?!都|可以|均|专享|专属|日|价|福利|群|的?(?:同学|宝宝|朋友)们?(?:可以|都|请))(?=[，。！!,.～~ ]|您|你|了|呢|哦|呀|，|$|啦|再|又|吗|今|这|给|回|的)", ""),
    ("tier", "(?:老客户|老顾客|老会员|老粉|vip|svip|大客户|金卡会员|钻石会员|黑金会员)[，, ]?(?:您好|你好|您|你)(?!们|可以|如果)", "您好"),
    ("tier", "高价值(?:活跃|沉默|客户|用户)|低价值(?:活跃|沉默|客户|用户)|沉默(?:客户|用户|会员)|流失(?:客户|用户|会员)|潜力大单|大单沉默|老客户了|老顾客了|老熟人了|老粉了|大客户", ""),
    ("tier", r"\bas (?:a|our|one of our) (?:returning|loyal|valued|vip|gold|platinum|regular|best|top|long[- ]time|frequent|repeat)\b|\byou(?:'re| are) (?:a|an|our|one of our|such a) (?:\w+ )?(?:returning|loyal|valued|vip|gold|platinum|regular|repeat|long[- ]time|frequent|high[- ]value|top|best)? ?(?:customers?|members?|vip|client|regular|shopper|buyer|spender)\b|\bour (?:returning|valued|vip|loyal|repeat) (?:customer|member|client|shopper)\b(?!s)|\bhigh[- ]value (?:customer|silent|active)", ""),
    ("absence", r"好久(?:不见|没来|没见|没看[见到]|没下单|没光顾|没逛)|(?<!各位)(?<!大家)欢迎(?:您|你)?(?:再次)?(?:回来|回家|归来|再来)|(?:您|你|亲)(?:可|终于|总算)?(?:又|终于|总算)(?:来了|回来|上线|来看|来逛|来啦)|(?:您|你)(?:有)?(?:\d+|[一二三两几好]+)(?:多)?(?:天|周|个?月|年)(?:都|就|也)?(?:没|未)(?:来|下单|买|光顾|见|逛|看)|(?:等|盼)(?:到|了)?(?:您|你)(?:很久|好久|回来)|(?:我们|主播)?(?:很|好|可)?想(?:您|你)了|(?:您|你)(?:最近|这段时间|这阵子|近来)(?:都)?(?:没来|没见|去哪|不来|没买|没下单)|(?:您|你)(?:消失|离开|走)了(?:这么|那么|好|很)?(?:久|\d)", ""),
    ("absence", r"\blong time no see|\bwelcome back\b(?!,? (?:everyone|everybody|all|guys|friends|folks|to (?:the|our) (?:show|stream|live|channel)))|\b(?:haven't|have not) seen you\b|\bwe(?:'ve| have)? missed you\b|\bgood to see you (?:again|back)|\bit'?s been (?:a (?:while|long time)|\d+ \w+|ages|so long|too long),? since (?:we|you|i (?:last )?saw)|\bit'?s been (?:ages|so long|too long)[!.,]|\bglad you(?:'re| are) back|\bnice to see you (?:again|back)", ""),
    ("sensitive", rf"(?:{_YOU}|知道您|知道你)(?:之前|以前|现在|正在|正|在|最近|刚|的|说过?|是|都|也|还|家)*(?:怀孕|有身孕|孕期|孕妈|备孕|流产|坐月子|产后|哺乳期?|月经|来大姨妈|减肥|太胖|肥胖|体重|脱发|秃|痔疮|糖尿病|高血压|抑郁|焦虑症|前列腺|妇科|性功能|阳痿|早泄|癌|肿瘤|艾滋|肝炎|病史|过敏史|精神|宗教|信教|信佛|穆斯林|痛经|不孕|未成年|病情|失眠)(?!的话|时|期间|的时候|了?可以|吗|能|了?的?人|问题可以|请|建议)", ""),
    ("sensitive", r"\b(?:since|as|because|now that|we know) you(?:'re| are)? (?:pregnant|expecting|diabetic|overweight|losing hair|trying to (?:lose weight|conceive)|muslim|depressed|on medication|a minor|ill|sick)\b|\byour (?:pregnancy|diabetes|weight problem|hair loss|illness|depression|medical (?:condition|history)|religion|condition)\b(?! (?:may|might|if))", ""),
)  # fmt: skip
_PRIVATE = tuple((rule, re.compile(pattern), instead) for rule, pattern, instead in _ROWS)
# What holds for anybody is nobody's secret.
_ANYBODY = re.compile(
    "(?:如果|要是|假如|若|凡是|只要|所有|任何|无论|不管|是不是|是否|有没有)[^，。！？]{0,8}$|\\bif $|\\b(?:if|when|whenever|once|unless) (?:you |it )?$"
)


def private(text: str, reading: Reading) -> Iterator[Finding]:
    """Return what a text tells the room about a person."""
    for rule, pattern, instead in _PRIVATE:
        for match in pattern.finditer(reading.text):
            if _ANYBODY.search(reading.text[max(0, match.start() - 16) : match.start()]):
                continue
            start, end = reading.span(*match.span())
            yield Finding(rule, text[start:end], start, end, instead)
