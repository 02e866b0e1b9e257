"""What the record of acts says, kept in English: told in the language of who reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.console.faq_versions import in_words
from bot.console.words import Words
from bot.languages import Both
from bot.store.acts import Act

_KEPT = (
    Both("case {n}", "问题 {n}"),
    Both("version {n}", "版本 {n}"),
    Both("lesson {n}", "学习记录 {n}"),
    Both("note {n}", "交接备注 {n}"),
    Both("into {n}", "并入 {n}"),
    Both("{n} cases", "{n} 个问题"),
    Both("{n} cases given back", "交回 {n} 个问题"),
    Both("until {at} UTC", "到 {at} UTC"),
    Both("until {sku} is shown", "等 {sku} 上屏"),
    Both("a person answers", "由人工回答"),
    Both("everywhere", "所有设备"),
    Both("role viewer", "角色：观察员"),
    Both("role agent", "角色：客服"),
    Both("role admin", "角色：管理员"),
    Both("command line", "命令行"),
    Both("the files", "直接改文件"),
    Both("{n} orders", "{n} 笔订单"),
    Both("{n} new", "新增 {n}"),
    Both("{n} changed", "更新 {n}"),
    Both("{n} known", "已有 {n}"),
    Both("{n} older", "较旧 {n}"),
    Both("{n} kept out", "排除 {n}"),
    Both("no answer needed", "无需回答"),
    Both("answered", "已回答"),
)
_SLOT = {"n": r"\d+", "at": r"[\d:]+", "sku": r"\S+"}
_PATTERNS = tuple(
    (re.compile(re.sub(r"{(\w+)}", lambda slot: f"(?P<{slot[1]}>{_SLOT[slot[1]]})", said)), said) for said in _KEPT
)
_TAUGHT = re.compile(r"(case \d+) (\S+:\d+) (.*)")
TYPED = frozenset({"note", "reply", "correct", "undo", "setting", "faq correct"})
"""Acts whose record holds what somebody typed, or the value of a setting: shown as it is."""
CHANGES = frozenset({"faq publish", "faq rollback", "faq save"})
"""Acts whose record says which entries differ."""
OF_WORD = {"mode": "mode", "step": "step", "invite": "role", "remove": "role"}
"""Acts whose record holds one of the console's own words, and what those begin with."""


def told(act: Act, t: Words) -> Act:
    """Return an act as its reader is told of it; English is what is kept."""
    if t.language == "en":
        return act
    act = replace(act, by=_kept(act.by), target=_kept(act.target))
    if act.what in CHANGES:
        return replace(act, detail=in_words(act.detail, t))
    if act.what in TYPED:
        return act
    if act.what == "faq edit":
        where, _, changes = act.detail.partition(" ")
        return replace(act, detail=f"{where} {in_words(changes, t)}".strip())
    if act.what == "faq teach" and (taught := _TAUGHT.fullmatch(act.detail)):
        case, where, changes = taught.groups()
        return replace(act, detail=f"{_kept(case)} {where} {in_words(changes, t)}".strip())
    if kind := OF_WORD.get(act.what):
        was, became, target = (t.known(kind, said) for said in (act.was, act.became, act.target))
        return replace(act, was=was, became=became, target=target)
    return replace(act, was=_kept(act.was), became=_kept(act.became), detail=_kept(act.detail))


def _kept(said: str) -> str:
    """Return what was kept in Chinese, part by part; what is no text of ours as it is."""
    parts = list(_parts(said))
    return said if None in parts else "，".join(filter(None, parts))


def _parts(said: str) -> Iterator[str | None]:
    for part in said.split(", "):
        found = ((match, text) for pattern, text in _PATTERNS if (match := pattern.fullmatch(part)))
        match, text = next(found, (None, None))
        yield text.zh.format(**match.groupdict()) if match is not None and text is not None else None
