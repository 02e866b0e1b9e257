"""What a model may say of cosmetics, food, supplements and baby goods: of effects, only what the shop approved."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.catalog import Product
from bot.guard.reading import read
from bot.guard.rules import Finding

_EFFECT = re.compile(
    "补水|保湿|锁水|滋润|滋养|水润|水嫩|美白|提亮|亮肤|亮白|焕[肤白亮活颜新]|嫩[肤白滑]|淡[斑纹化]|祛[痘斑皱湿黄]|去[角屑痘斑皱黑黄油]|控油|清洁|洁净|舒缓|舒敏|修[护复]|镇静|抗[皱氧衰老糖炎敏菌]|紧致|紧肤|细腻|细嫩|毛孔|痘|色斑|皱纹|细纹|屏障|防晒|隔离"
    "|养[颜肤发胃生肝护]|补[血气钙肾脑充]|润[肺肠肤燥]|暖[胃宫身]|驱[寒蚊]|助[眠消]|消[化肿炎食]|睡眠|安神|饱腹|代餐|低[脂卡糖钠]|无[糖脂添油刺酒香]|零[糖脂卡添]|控[糖油脂]|高[蛋钙纤]|膳食纤维|营养|蛋白|维生素|维c|补钙|益生菌|健康|免疫|抵抗力|减[肥脂重]|瘦|通便|排毒"
    "|防脱|固发|生发|去屑|止痒|柔顺|蓬松|强[韧健]|长高|发育|益智|护眼|护齿|防蛀|温和|低敏|敏感|不刺激|天然|有机|纯净|安全|孕妇|婴儿|宝宝可"
    r"|\b(?:hydrat\w+|moisturi\w+|whiten\w*|brighten\w*|anti-?\w+|sooth\w+|repair\w*|calm\w*|firm\w*|lift\w*|wrinkles?|pores?|acne|blemish\w*|spots?|gentle|sensitive|natural|organic|healthy?|healthier|nutriti\w+|protein|vitamins?|fib(?:re|er)|probiotics?|low[- ]\w+|sugar[- ]free|fat[- ]free|filling|slim\w*"
    r"|weight|sleep|immun\w+|digest\w+|energy|detox\w*|nourish\w*|smooth\w*|soften\w*|volumi\w+|strengthen\w*|oil[- ]control|cleans\w+|protects?|safe|pure|baby|pregnan\w+)\b"
)


def unapproved(text: str, product: Product) -> Iterator[Finding]:
    """Return words about effects that are not among the product's approved ones, nor in its name, its tags and its facts."""
    if not product.regulated:
        return
    said_of_it = (plain for word in product.suits for plain in word.plain)
    facts = (f"{name} {value}" for name, value in product.facts)
    own = read(" ".join((product.title, *product.tags, *product.approved, *said_of_it, *facts))).text
    reading = read(text)
    for match in _EFFECT.finditer(reading.text):
        if match.group() not in own:
            start, end = reading.span(*match.span())
            yield Finding("unapproved-words", text[start:end], start, end, "")
