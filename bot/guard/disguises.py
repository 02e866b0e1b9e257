"""Words of claims that hosts spell otherwise to slip past a filter: 蕞低价, zui好, 根zhi, 减月巴."""

from __future__ import annotations

import re

from bot.guard.reading import Reading

# By look or by sound. Only what nobody writes for another reason: 去班里 is school, 手选 is by hand.
_TYPED_OTHERWISE = (
    (
        "[蕞嘬晬纂檇]|zui(?=[\u4e00-\u9fff])|[醉罪](?=[低便好优强佳有划实先权高棒火]|(?:di|bian|hao|you))|嘴(?=低价|低|便宜|优惠|好用)",
        "最",
    ),
    ("最氐|最滴(?=价|$)|最di(?=价|jia)", "最低"),
    ("最低(?:jia|介|贾|j(?![a-z])|價)", "最低价"),
    ("最(?:hao)(?=用|吃|的|喝)", "最好"),
    ("最bian(?:宜|yi)|最便yi", "最便宜"),
    ("第[壹依]|弟[一1壹]|[苐递]一|地[一1](?=品牌|家|名$)|第yi|di一|di1(?=名|品|$)", "第一"),
    ("全(?:wang|[罔])|quan网|全王(?=最|第|销|底)", "全网"),
    ("国家(?:ji|极)(?![\u4e00-\u9fff]?端)|国jia级|guo家级|国家机(?![关密器构])", "国家级"),
    ("[鼎丁](?:级|ji)(?!火锅)|顶ji|ding级", "顶级"),
    ("唯(?:壹|yi|①|1)|wei一", "唯一"),
    ("减(?:月巴|fei|菲|⺼巴)|jian肥", "减肥"),
    ("shou身|瘦shen|受身(?=神器|效)", "瘦身"),
    ("(?:mei|镁)白|美(?:bai|拜)", "美白"),
    ("祛(?:ban|班|般)|qu斑|去ban", "祛斑"),
    ("祛(?:dou|逗)|qu痘", "祛痘"),
    ("(?:zhi|氵台|冶)疗|治(?:liao|聊|辽)", "治疗"),
    ("根(?:zhi|冶|氵台)|gen治", "根治"),
    ("治(?:yu|俞)|zhi愈", "治愈"),
    ("疗(?:xiao|笑|校)|liao效", "疗效"),
    ("ai症|癌zheng|岩症(?=患|治|克)", "癌症"),
    ("抗ai|kang癌", "抗癌"),
    ("绝(?:dui|怼|兑)|jue对|决对", "绝对"),
    ("销(?:guan)|xiao冠", "销冠"),
    ("冠(?:jun)|guan军", "冠军"),
    ("丰(?:xiong|匈|凶)|feng胸", "丰胸"),
    ("壮(?:yang|羊)(?!肉)|zhuang阳", "壮阳"),
    ("降(?:xue|雪|血)(?:ya|鸭)|降血(?:ya)|降xue压", "降血压"),
    ("降血(?:tang)|降xue糖", "降血糖"),
    ("xiao炎|消(?:yan)", "消炎"),
    ("副(?:zuo用|作yong|zy)|fu作用", "副作用"),
    ("免yi力|mian疫力|免疫li", "免疫力"),
    ("葯", "药"),
    ("(?:shen|伸)药", "神药"),
    ("史shang|shi上(?=最|第)", "史上"),
    ("保(?:guo)", "保过"),
    ("稳(?:zhuan|转)(?=不|$)", "稳赚"),
    ("特(?:gong)", "特供"),
    ("shou选|首xuan", "首选"),
)
_DISGUISES = tuple((re.compile(pattern), word) for pattern, word in _TYPED_OTHERWISE)
_WORTH_A_LOOK = re.compile(
    "[蕞嘬晬纂檇醉罪嘴氐滴壹依弟苐递王罔极机鼎丁月菲⺼受镁拜班般逗氵冶聊辽俞笑校岩怼兑决匈凶羊雪鸭葯伸转贾介①]|[a-z]{2}"
)


def undisguised(reading: Reading) -> Reading:
    """Return a reading with the words of claims as they are usually written."""
    if reading.text.isascii() or not _WORTH_A_LOOK.search(reading.text):
        return reading
    for pattern, word in _DISGUISES:
        reading = reading.rewritten(pattern, lambda _, word=word: word)  # type: ignore[misc]
    return reading
