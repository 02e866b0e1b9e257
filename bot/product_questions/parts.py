"""What belongs to goods and is another thing: the case of a phone, the lid of a cup, the machine that bakes bread."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import partial

_PARTS = (
    "外?壳|(?:收纳|保护|外|防尘|布)套|套(?!装|盒|餐|组|的)|贴?膜|替换(?:头|装|芯|刷头?)|替芯|补充[装液]|滤芯|灯芯|刷?头(?![发皮戴围疼痛油])|耳塞|耳帽"
    "|挂?架(?!子床)|支架|底座|挂钩|(?:收纳|充电|包装)盒|(?:收纳|包装)袋|收纳包|杯?垫|盖子?(?!毯)|罩|吸管|提?手柄|把手|背带|挂?绳|腕带|电池|电源线?|充电[线器座]|线(?![上下])|遥控器?"
    "|灯泡|灯罩|内胆|炸篮|蒸[笼架屉]|滤网|刀[头片]|密封圈|配件|零件|纸(?!箱|巾|尿)|清[洁洗][剂液布刷]|刷子|机(?![会器])"
)
# "牙刷头" may be a name of the shop's own, and then stands as the longer one.
_AFTER = re.compile(f"(?:专用的?)?(?:{_PARTS})")
_OF = re.compile(f"用?的(?=(?:专用的?)?(?:{_PARTS}))")
_PARTS_EN = (
    r"(?:cases?|covers?|sleeves?|pouch(?:es)?|holders?|stands?|racks?|hooks?|straps?|lids?|straws?|handles?|bulbs?|batter(?:y|ies)|cords?|cables?|remotes?"
    r"|refills?|replacements?|heads?|ear tips|filters?|blades?|liners?|paper|inner pots?|parts?|accessor(?:y|ies)|cleaners?|brush(?:es)?|makers?|dispensers?|protectors?)"
)
_AFTER_EN = re.compile(rf" {_PARTS_EN}\b")
_FOR_IT = re.compile(
    rf"\b((?:replacement )?{_PARTS_EN}) (?:for|to fit|that fits?) (?:my|the|your|a|an|our|his|her) ((?:\w+ )?\w+)"
)


def turned(plain: str, names: Collection[str]) -> str:
    """Return a normalised line with what belongs to something behind it, as names put it: "earbuds case".

    A part that is goods by itself in one of the names, a phone stand, is for what follows and belongs to nothing.
    """
    return _FOR_IT.sub(partial(_behind, names), _OF.sub("", plain))


def _behind(names: Collection[str], match: re.Match[str]) -> str:
    before = match.string[: match.end(1)].split()
    return match[0] if " ".join(before[-2:]).removesuffix("s") in names else f"{match[2]} {match[1]}"


def part_after(plain: str, end: int) -> int:
    """Return where what belongs to the goods named up to `end` ends itself; 0 where nothing of the kind follows."""
    after = _AFTER_EN if plain[end - 1 : end].isascii() else _AFTER
    match = after.match(plain, end)
    return match.end() if match is not None else 0
