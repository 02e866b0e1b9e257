"""Whether a text says a viewer's own words back: what somebody makes a model say stands in what they wrote.

Words for skin, season, occasion and feel are anybody's: a reason made of them alone harms nobody, whoever asked.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from bot.text import CJK, folded

MOST_SHARED = 0.5
"""The share of a text, ordinary words left out, that may stand in what the viewer wrote."""
LONGEST_RUN = 4
"""Chinese characters in a row, ordinary words left out, that are a repetition by themselves."""
VERBATIM, VERBATIM_WORDS = 6, 4
"""Chinese characters, or Latin words, in a row that are one with ordinary words among them."""
WHOLE = 4
"""Letters from which on a text that stands in the line as a whole is one."""

_WORDS_ZH = """
适合 比较 很 也 都 的 了 哦 呢 更 又 且 和 与 给 可以 用 用着 使用 日常 平时 每天 早晚
送礼 送人 礼物 自用 自己 妈妈 爸爸 母亲 父亲 老婆 老公 女友 男友 女朋友 男朋友 闺蜜 朋友 同事
长辈 老人 孩子 小孩 小朋友 宝宝 学生 上班 上班族 男生 女生 男士 女士 通勤 办公室 宿舍 居家
旅行 出差 出门 户外 运动 健身 熬夜 追剧 早餐 夜宵 下午茶 聚会 露营 租房 做饭 夏天 夏季 冬天
冬季 秋天 秋冬 春天 春夏 换季 天气 天热 天冷 热天 干燥 潮湿 室内 空调房 干皮 油皮 混油 混干
混合皮 敏感肌 敏感皮 敏皮 痘肌 肌肤 皮肤 头皮 头发 发质 脸 脸上 手 嘴唇 身体 保湿 补水 滋润
清爽 控油 温和 不刺激 不油腻 不粘腻 不黏腻 不闷 不厚重 不紧绷 不干 不拔干 不卡粉 不掉色 轻薄
轻便 便携 好带 好吸收 好推开 好上手 好清洗 好收纳 好看 好闻 好吃 好用 耐用 耐脏 结实 柔软 舒服
舒适 透气 保暖 显白 显瘦 百搭 质地 口感 味道 香味 香气 颜色 尺寸 大小 容量 蓬松 柔顺 留香
防晒 清洁 干净 卸妆 定妆 妆感 服帖 自然 细腻 酥脆 解馋 零食 小零食 饱腹 健康 新鲜 方便 省事
省心 简单 实用 体面 精致 大方 耐看 不挑人 新手
"""
_ORDINARY_ZH = _WORDS_ZH.split()
_WORDS_EN = """
a an the and or of for to in on with it is its it's this that your you my me i at as so very not no too but be
are was has have from by good great nice fits fit suits suit works work well easy light gentle mild soft fresh
rich dry oily normal combination sensitive skin hair face hands lips body daily everyday day night morning
evening summer winter autumn spring season weather hot cold warm cool indoor outdoor travel office home gift
gifts present mum mom mother dad father wife husband girlfriend boyfriend friend friends kids kid children
baby parents colleague someone everyone use using wear wearing hydrating moisturizing moisturising greasy
sticky heavy smooth breathable comfortable comfy portable handy compact durable strong simple practical snack
snacks breakfast taste tasty crunchy scent smell colour color size texture feel feels
"""
_ORDINARY_EN = frozenset(_WORDS_EN.split())
_WORD = re.compile(r"[a-z][a-z']*")
_APART = re.compile(rf"[^{CJK}a-z\n]+")


def echoes(text: str, question: str, own: Iterable[str]) -> str:
    """Return what a text takes from the viewer's own words, where that is most of it; else nothing."""
    plain, asked = folded(text), folded(question)
    if word_for_word := _verbatim(plain, asked):
        return word_for_word
    shared_zh, left_zh, run = _chinese(plain, asked, tuple(own))
    shared_en, left_en = _english(plain, asked, own)
    shared = shared_zh + shared_en
    if run or (shared and len(shared) >= MOST_SHARED * (left_zh + left_en)):
        return run or shared
    return ""


def _verbatim(plain: str, asked: str) -> str:
    """Return what is said back word for word, ordinary or not."""
    said, line = re.sub(rf"[^{CJK}a-z]", "", plain), re.sub(rf"[^{CJK}a-z]", "", asked)
    if len(said) >= WHOLE and said in line:
        return said
    for run in re.findall(rf"[{CJK}]+", said):
        for i in range(len(run) - VERBATIM + 1):
            if run[i : i + VERBATIM] in line:
                return str(run[i : i + VERBATIM])
    words, theirs = _WORD.findall(plain), f" {' '.join(_WORD.findall(asked))} "
    for i in range(len(words) - VERBATIM_WORDS + 1):
        if f" {' '.join(words[i : i + VERBATIM_WORDS])} " in theirs:
            return " ".join(words[i : i + VERBATIM_WORDS])
    return ""


def _chinese(plain: str, asked: str, own: tuple[str, ...]) -> tuple[str, int, str]:
    """Return the characters shared in pieces of two, how many there are, and a run that is too long."""
    rest = plain
    for word in _words(own):
        rest = rest.replace(word, "\n")
    asked_tight = re.sub(rf"[^{CJK}]", "", asked)
    shared: list[str] = []
    left, longest = 0, ""
    for run in re.sub(rf"[^{CJK}\n]+", "", rest).split("\n"):
        left += len(run)
        size = min(2, len(run))
        covered = [False] * len(run)
        for i in range(len(run) - size + 1):
            if run[i : i + size] in asked_tight:
                covered[i : i + size] = [True] * size
        if len(run) > 1:
            shared += [char for char, is_shared in zip(run, covered, strict=True) if is_shared]
        elif run and len(plain) <= LONGEST_RUN and covered[0]:
            shared.append(run)
        for i in range(len(run) - LONGEST_RUN + 1):
            if run[i : i + LONGEST_RUN] in asked_tight:
                longest = run[i : i + LONGEST_RUN]
    return "".join(shared), left, longest


def _english(plain: str, asked: str, own: Iterable[str]) -> tuple[str, int]:
    known = _ORDINARY_EN | {word for name in own for word in _WORD.findall(folded(name))}
    words = [word for word in _WORD.findall(plain) if word not in known and word.rstrip("s") not in known]
    theirs = set(_WORD.findall(asked))
    return "".join(word for word in words if word in theirs), sum(map(len, words))


@functools.lru_cache(maxsize=2_000)
def _words(own: tuple[str, ...]) -> tuple[str, ...]:
    mine = {word for name in own for word in re.findall(rf"[{CJK}]{{2,}}", folded(name))}
    return tuple(sorted({*mine, *_ORDINARY_ZH}, key=len, reverse=True))
