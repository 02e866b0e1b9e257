"""What the console says of replies: whom they reach, taking them back, correcting and recalling them."""

from __future__ import annotations

from collections.abc import Mapping

REPLY_TEXTS: Mapping[str, tuple[str, str]] = {
    "reach.lines": ("Reaches {people} people in {lines} lines", "将分 {lines} 条发出，@ 到 {people} 人"),
    "reach.line": ("Reaches {people} in one line", "一条发出，@ 到 {people} 人"),
    "reach.messages": ("({n} messages of the platform)", "（平台会拆成 {n} 条消息）"),
    "reach.unnamed": (
        "({n} read it without being named: their name may not be said, or somebody else has it too)",
        "（另有 {n} 人不会被 @：名字不能说出或与他人同名）",
    ),
    "reach.room": ("One line to the whole room, nobody named.", "面向整个直播间发一条，不 @ 任何人。"),
    "reach.nobody": ("One line; nobody can be named.", "发一条；没有可以 @ 的人。"),
    "reply.to": ("To", "发给"),
    "reply.to.all": ("everybody who asked", "所有提问的人"),
    "reply.to.missed": ("those not reached yet", "还没收到的人"),
    "reply.to.room": ("the room, without names", "整个直播间（不 @ 人）"),
    "reply.undo": ("Undo", "撤回"),
    "reply.undone": ("Taken back. Nobody has read it.", "已撤回，没有人看到。"),
    "reply.too_late": (
        "It has left already. “Correct” sends a correction to the same people.",
        "已经发出，无法撤回。可点“更正”向同一批人发更正。",
    ),
    "reply.correct": ("Correct", "更正"),
    "reply.correction": ("correction", "更正"),
    "reply.correcting": (
        "This corrects what was said and goes to the same people, with “Correction:” in front:",
        "这是对下面这条的更正，会发给同一批人，开头自动加“更正：”：",
    ),
    "reply.correct_not": ("Do not correct", "不更正了"),
    "reply.nameless": ("(without names)", "（未 @ 人）"),
}
