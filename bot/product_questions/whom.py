"""For whom, or for what, something is: the same person and the same skin in all the ways they are called."""

from __future__ import annotations

import re

from bot.catalog import Catalog
from bot.text import normalise

_SAME_WHOM = (
    ("油皮", "大油皮", "油性皮肤", "油性肌肤", "油性皮", "油肌", "oily"),
    ("干皮", "大干皮", "干性皮肤", "干性肌肤", "干性皮", "dry"),
    ("混合皮", "混合性皮肤", "混油皮", "混干皮", "混油", "combination", "combo"),
    ("敏感肌", "敏感皮", "敏感皮肤", "敏皮", "敏感", "sensitive"),
    ("妈妈", "母亲", "我妈", "老妈", "妈", "mum", "mom", "mother", "my mum", "my mom"),
    ("爸爸", "父亲", "我爸", "老爸", "爸", "dad", "father"),
    ("爸妈", "父母", "parents"),
    (
        "老人",
        "老年人",
        "长辈",
        "爷爷奶奶",
        "爷爷",
        "奶奶",
        "外婆",
        "外公",
        "姥姥",
        "姥爷",
        "elderly",
        "grandparents",
        "grandma",
        "grandpa",
    ),
    ("女友", "女朋友", "对象", "老婆", "媳妇", "girlfriend", "wife"),
    ("男友", "男朋友", "老公", "boyfriend", "husband"),
    ("男生", "男士", "男的", "男性", "男人", "men", "guys", "man", "male"),
    ("女生", "女士", "女的", "女性", "女人", "women", "woman", "girls", "ladies", "female"),
    (
        "小朋友",
        "小孩",
        "小孩子",
        "孩子",
        "儿童",
        "幼儿园",
        "小学生",
        "小侄女",
        "小侄子",
        "小外甥",
        "kids",
        "children",
        "child",
        "kid",
        "toddler",
        "toddlers",
        "preschooler",
    ),
    ("学生", "学生党", "students", "student"),
    ("送礼", "礼物", "送人", "生日", "gift", "gifts", "a gift", "present", "birthday"),
    ("闺蜜", "best friend", "bestie"),
    ("上班", "上班族", "办公室", "办公", "office", "work"),
    ("冬天", "冬季", "winter"),
    ("通勤", "commuting", "commute"),
    ("运动", "跑步", "健身", "running", "gym", "sports", "workout"),
    ("出差", "旅行", "旅游", "出游", "travel", "travelling", "traveling", "trips"),
    ("露营", "camping"),
    ("宿舍", "寝室", "dorm", "dorm room"),
    ("学习", "写作业", "做作业", "看书", "study", "studying", "homework", "reading"),
    ("干手", "手干", "手裂", "dry hands", "chapped hands"),
    ("油头", "头发油", "头油", "oily hair"),
    ("干枯发质", "头发干枯", "头发毛躁", "毛躁", "dry hair", "frizzy hair", "damaged hair"),
    ("暗沉", "脸黄", "dull skin", "dull face", "tired skin"),
    ("早餐", "早饭", "breakfast"),
    ("追剧", "看剧", "watching tv", "binge watching"),
    ("侧睡", "side sleepers", "side sleeper"),
    ("新手", "初学者", "beginner", "beginners"),
    ("电磁炉", "induction"),
    ("苹果", "苹果手机", "iphone"),
    ("安卓", "安卓手机", "android"),
)
_GROUPS = tuple(frozenset(group) for group in _SAME_WHOM)
_GROUP_OF = {way: group for group in _GROUPS for way in group}
# One character is too little in a line of chat: 妈 is in 妈呀.
_WAYS = sorted((way for way in _GROUP_OF if len(way) > 1), key=len, reverse=True)
# Dry hands and oily hair are no skin.
_ELSE_DRY = " (?:hands?|hair|lips|feet)"
_SAID = re.compile(
    "|".join(rf"(?<![a-z]){re.escape(w)}(?![a-z]|{_ELSE_DRY})" if w.isascii() else re.escape(w) for w in _WAYS)
)
# A child's age: "三岁生日", "he is 6" needs the person before it.
_OF_A_CHILD = re.compile(
    r"(?<!\d)(?:[1-9]|1[0-2])(?:周?岁|个月大)(?!月)"
    r"|\b(?:[1-9]|1[0-2]|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) ?(?:years? ?olds?|yo|y o|months? old)\b"
    r"|\b(?:he|she|who|hes|shes|whos)(?: is)?(?: only| just| turning| turns)? (?:[1-9]|1[0-2])(?= |$)"
)


def is_known_whom(asked: str) -> bool:
    """Return whether somebody or something that products are commonly made for is meant."""
    return asked.removesuffix(" skin") in _GROUP_OF


# For whom a wish is that names no goods; and what marks a word as a use rather than a part of a name (手机壳).
FOR_USE = re.compile(
    "送|礼|妈|爸|老婆|老公|媳妇|女友|男友|女朋友|男朋友|对象|闺蜜|朋友|同事|领导|老师|婆婆|公公|岳父|岳母|姐姐|妹妹|弟弟|哥哥|老人|长辈|孩子|小朋友|自己|随便|都行"
    r"|\b(?:gifts?|presents?|mum|mom|mother|dad|father|wife|husband|girlfriend|boyfriend|friends?|kids?|parents?|sister|brother|teacher|colleague|coworker|boss|grand(?:ma|pa|mother|father))\b"
)
_MARKED = "(?=$| |用|的|吃|喝|穿|戴|送|党|族|时|能|可以|适合|有|买|推荐|求|带|听|看|哪|什么|啥|下午|追)"


def uses_in(plain: str, catalog: Catalog) -> list[frozenset[str]]:
    """Return for whom or for what a normalised line wants something, also in the catalogue's own words."""
    groups = groups_in(plain)
    known = frozenset[str]().union(*groups)
    own = (way for way in catalog.uses if way not in known and way not in _GROUP_OF and len(way) > 1 and way in plain)
    for way in own:
        said = rf"(?<![a-z]){re.escape(way)}(?![a-z])" if way.isascii() else re.escape(way) + _MARKED
        if re.search(said, plain):
            groups.append(frozenset((way,)))
    return groups


def groups_in(plain: str) -> list[frozenset[str]]:
    """Return for whom or for what a normalised line wants something, each in all the ways it is called."""
    groups = [_GROUP_OF[way] for way in _SAID.findall(plain)]
    if _OF_A_CHILD.search(plain):
        groups.append(_GROUP_OF["儿童"])
    return list(dict.fromkeys(groups))


def without_whom(plain: str) -> str:
    """Return a normalised line without the words for whom it is."""
    return _SAID.sub(" ", plain)


def same_whom(asked: str) -> frozenset[str]:
    """Return all the ways of saying for whom or for what, in normal form."""
    plain = normalise(asked)
    return _GROUP_OF.get(plain, frozenset()) | {plain}


def with_whom_masked(plain: str) -> str:
    """Return a normalised line with ◆ in the place of each person or use."""
    return _SAID.sub(" ◆ ", plain)
