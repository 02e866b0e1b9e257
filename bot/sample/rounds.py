"""The crowd's later rounds: the same evening with other viewers, in other words and another order.

A bot that has heard a viewer say it a moment ago is silent, so a room that only started over would go quiet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

from bot.sample.crowd import SCRIPT, VIEWERS, HostShows, Line, Step
from bot.sample.orders import SAMPLE_LINKS

WORDINGS = files("bot.sample") / "wordings.tsv"

_NAMES = (
    "半夏", "小鱼", "阿宁", "南瓜", "知了", "阿雯", "小周", "木木", "麦子", "阿凯", "可乐", "青柠", "星河", "小满",
    "土豆", "阿杰", "芒果", "云朵", "小艾", "豆包", "南风", "阿梅", "栗子", "松果", "小北", "七喜", "阿琳", "海盐",
    "暖暖", "米粒", "老方",
)  # fmt: skip
_WHO = (
    "", "不加糖", "在路上", "爱喝茶", "的日常", "要早起", "妈妈", "在厦门", "同学", "的猫", "不吃辣", "爱散步",
    "小姐", "的小店", "今天也困", "看直播", "在西安", "想放假", "🌙", "的书桌", "爱吃鱼", "收快递", "在跑步",
    "本人", "的下午", "多喝水", "☘", "在成都", "呀",
)  # fmt: skip
_ABROAD = (
    "Maya", "Leo", "Grace", "Sam", "Ivy", "Owen", "Ruby", "Jack", "Zoe", "Max", "Lucy", "Dan", "Ella", "Noah",
    "Mei", "Kofi", "Anna", "Raj", "Tess", "Hugo", "Lena", "Omar", "June",
)  # fmt: skip
_PLACES = ("", " K.", " in SG", "_88", " W", ".m", " from KL", " L.", "_01", " in Leeds", " (mum of 2)")
"""The two lengths of each pair have no common divisor, so that a pair comes again only after all others."""


@cache
def wordings() -> Mapping[str, Sequence[str]]:
    """Return each line of the script with the other lines that may stand for it, itself first."""
    told = [line.split("\t") for line in WORDINGS.read_text("utf-8").splitlines() if not line.startswith("#")]
    return {words[0]: words for words in told}


def round_of(n: int) -> Sequence[Step]:
    """Return what happens in a round; 0 is the evening as it was written.

    Afterwards only the shop's own customers are those who were there before. Wordings come again after three rounds.
    """
    if n == 0:
        return SCRIPT
    return [
        step if isinstance(step, HostShows) else Line(step.after, *_viewer(step, n), _in_other_words(step.text, n))
        for scene in _other_order(n)
        for step in scene
    ]


def _scenes() -> Iterator[list[Step]]:
    scene: list[Step] = []
    for step in SCRIPT:
        if isinstance(step, HostShows) and scene:
            yield scene
            scene = []
        scene.append(step)
    yield scene


def _other_order(n: int) -> Sequence[Sequence[Step]]:
    """The first and the last scene stay: people come in, and say goodbye."""
    first, *between, last = _scenes()
    turn = n * 3 % len(between)
    return [first, *between[turn:], *between[:turn], last]


def _viewer(line: Line, n: int) -> tuple[str, str]:
    if line.viewer_id in SAMPLE_LINKS:
        return line.viewer_id, line.viewer_name
    seat = (n - 1) * len(VIEWERS) + list(VIEWERS).index(line.viewer_id)
    names, others = (_ABROAD, _PLACES) if line.viewer_name.isascii() else (_NAMES, _WHO)
    name = f"{names[seat % len(names)]}{others[seat % len(others)]}"
    return f"{line.viewer_id}-{n}", f"用户{8206431 + seat * 7919}" if line.viewer_name.startswith("用户") else name


def _in_other_words(text: str, n: int) -> str:
    ways = wordings()[text]
    return ways[n % len(ways)]
