"""The console's texts about who may speak: the room's switch, and the host before the camera."""

from __future__ import annotations

from collections.abc import Mapping

AIR_TEXTS: Mapping[str, tuple[str, str]] = {
    "mode.suggest-only.hint": (
        "Every answer is a draft for people: Shift+D sends it",
        "每个回答都是草稿，由人按 Shift+D 发送",
    ),
    "mode.silent.hint": (
        "The bot says nothing, and makes no case of what it could answer",
        "机器人不发言；能自动回答的问题也不转人工",
    ),
    "nav.host": ("Prompter", "提词"),
    "host.title": ("For the host to answer", "请主播口头回答"),
    "host.nothing": ("Nothing waits for the host.", "暂时没有要主播回答的问题。"),
    "host.answered": ("Answered", "已答"),
    "host.not_yours": ("{name} has this case now.", "这个问题现在由 {name} 处理。"),
    "keys.send_draft": ("send the bot's draft as it is", "原样发送机器人草稿"),
    "keys.hand": ("put it before the host; again: take it back", "请主播回答；再按一次收回"),
    "acts.hand": ("To the host", "交给主播"),
    "acts.hand_back": ("Take back from the host", "从主播收回"),
    "standing.handed": ("Before the host since {at}, by {name}.", "{at} 起由 {name} 交给主播。"),
    "standing.on_air": (
        "The host answered it at {at} ({name} marked it). Nobody says it again for a while.",
        "主播已于 {at} 口头回答（{name} 标记）。一段时间内不再重复回复。",
    ),
    "standing.teach": ("Teach the bot", "教给机器人"),
    "act.hand": ("put before the host", "交给主播"),
    "act.hand back": ("took back from the host", "从主播收回"),
}
