"""For whom, or for what, something is: the same person and the same skin in all the ways they are called."""

from __future__ import annotations

import re

from bot.text import normalise

_SAME_WHOM = (
    ("油皮", "大油皮", "油性皮肤", "油性肌肤", "油性皮", "油肌", "oily"),
    ("干皮", "大干皮", "干性皮肤", "干性肌肤", "干性皮", "dry"),
    ("混合皮", "混合性皮肤", "混油皮", "混干皮", "混油", "combination", "combo"),
    ("敏感肌", "敏感皮", "敏感皮肤", "敏皮", "敏感", "sensitive"),
    ("妈妈", "母亲", "我妈", "老妈", "妈", "mum", "mom", "mother", "my mum", "my mom"),
    ("爸爸", "父亲", "我爸", "老爸", "爸", "dad", "father"),
    ("爸妈", "父母", "parents"),
    ("老人", "老年人", "长辈", "爷爷奶奶", "爷爷", "奶奶", "elderly", "grandparents"),
    ("女友", "女朋友", "对象", "老婆", "媳妇", "girlfriend", "wife"),
    ("男友", "男朋友", "老公", "boyfriend", "husband"),
    ("男生", "男士", "男的", "男性", "男人", "men", "guys", "man", "male"),
    ("女生", "女士", "女的", "女性", "女人", "women", "woman", "girls", "ladies", "female"),
    ("小朋友", "小孩", "小孩子", "孩子", "儿童", "kids", "children", "child", "kid"),
    ("学生", "学生党", "students", "student"),
    ("送礼", "礼物", "送人", "gift", "gifts", "a gift", "present"),
    ("上班", "上班族", "办公室", "办公"),
    ("冬天", "冬季", "winter"),
    ("电磁炉", "induction"),
    ("苹果", "苹果手机", "iphone"),
    ("安卓", "安卓手机", "android"),
)
_GROUPS = tuple(frozenset(group) for group in _SAME_WHOM)
_GROUP_OF = {way: group for group in _GROUPS for way in group}
# One character is too little in a line of chat: 妈 is in 妈呀.
_WAYS = sorted((way for way in _GROUP_OF if len(way) > 1), key=len, reverse=True)
_SAID = re.compile("|".join(rf"(?<![a-z]){re.escape(w)}(?![a-z])" if w.isascii() else re.escape(w) for w in _WAYS))


def is_known_whom(asked: str) -> bool:
    """Return whether somebody or something that products are commonly made for is meant."""
    return asked.removesuffix(" skin") in _GROUP_OF


def groups_in(plain: str) -> list[frozenset[str]]:
    """Return for whom or for what a normalised line wants something, each in all the ways it is called."""
    return list(dict.fromkeys(_GROUP_OF[way] for way in _SAID.findall(plain)))


def without_whom(plain: str) -> str:
    """Return a normalised line without the words for whom it is."""
    return _SAID.sub(" ", plain)


def same_whom(asked: str) -> frozenset[str]:
    """Return all the ways of saying for whom or for what, in normal form."""
    plain = normalise(asked)
    return _GROUP_OF.get(plain, frozenset()) | {plain}
