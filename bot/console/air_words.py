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
    "rooms.step": ("How much of {room} is left to the bot", "{room} 由机器人处理到哪一级"),
    "rooms.stepped": ("Step", "级别"),
    "step.normal": ("normal", "正常"),
    "step.faq-only": ("FAQ only", "仅问答"),
    "step.people-only": ("people only", "仅人工"),
    "step.normal.hint": (
        "The bot does what the mode allows; lifts a step that was set by hand",
        "机器人按模式正常工作；同时解除人工设定的级别",
    ),
    "step.faq-only.hint": (
        "The bot says only what the FAQ and the catalogue surely answer: no model, no suggestion, no question back",
        "机器人只回答问答库和商品目录里确定的内容：不用大模型，不推荐，不反问",
    ),
    "step.people-only.hint": (
        "The bot answers nothing: whatever needs an answer comes to people, with a draft where there is one",
        "机器人不回答：需要回答的全部转人工，有草稿的附上草稿",
    ),
    "step.by_hand": (
        "{step} since {at}, set by {name}, until somebody chooses another.",
        "{at} 起{step}，由 {name} 设定，直到有人另选。",
    ),
    "step.by_itself": (
        "{step} since {at}: {why}. One step up by itself once nothing was amiss for {minutes} min.",
        "{at} 起{step}：{why}。持续 {minutes} 分钟正常后自动恢复一级。",
    ),
    "step.set": ("{step} (before: {was}): {why}", "{step}（之前：{was}）：{why}"),
    "step.set_by": ("{step} (before: {was}), set by {name}", "{step}（之前：{was}），由 {name} 设定"),
    "step.itself": ("the bot by itself", "机器人自动"),
    "pick.step": ("{room}: {step}", "{room}：{step}"),
    "find.of.step": ("Step of", "级别"),
    "find.step_normal": ("everything the mode allows", "按模式正常工作"),
    "find.step_down": ("{told}", "{told}"),
    "health.step": ("Step", "级别"),
    "health.steps": ("Steps taken lately", "最近的级别变化"),
    "health.steps_none": ("No room has left normal yet.", "还没有直播间离开过正常级别。"),
    "health.steps_before": ("Before", "之前"),
    "health.steps_now": ("Then", "之后"),
    "health.steps_why": ("Why", "原因"),
    "act.step": ("took a room a step up or down", "调整直播间级别"),
    "nav.host": ("Prompter", "提词"),
    "host.title": ("For the host to answer", "请主播口头回答"),
    "host.nothing": ("Nothing waits for the host.", "暂时没有要主播回答的问题。"),
    "host.answered": ("Answered", "已答"),
    "host.not_yours": ("{name} has this case now.", "这个问题现在由 {name} 处理。"),
    "keys.send_draft": ("send the bot's draft as it is", "原样发送机器人草稿"),
    "keys.hand": ("put it before the host; again: take it back", "请主播回答；再按一次收回"),
    "acts.hand": ("To host", "交给主播"),
    "acts.hand_back": ("Off prompter", "从主播收回"),
    "standing.handed": ("Before the host since {at}, by {name}.", "{at} 起由 {name} 交给主播。"),
    "standing.on_air": (
        "The host answered it at {at} ({name} marked it). Nobody says it again for a while.",
        "主播已于 {at} 口头回答（{name} 标记）。一段时间内不再重复回复。",
    ),
    "standing.teach": ("Teach the bot", "教给机器人"),
    "act.hand": ("put before the host", "交给主播"),
    "act.hand back": ("took back from the host", "从主播收回"),
}
