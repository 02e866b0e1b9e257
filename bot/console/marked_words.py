"""What the console says of several cases at once."""

from __future__ import annotations

from collections.abc import Mapping

MARKED_TEXTS: Mapping[str, tuple[str, str]] = {
    "keys.mark": ("mark the case; a click with Shift marks up to it", "标记问题；按住 Shift 点击可连续标记"),
    "keys.mark_more": ("mark on, downwards or upwards", "向下、向上连续标记"),
    "keys.marked": ("the marked: answer, resolve, give to, put aside", "已标记的：统一回复、完成、分给、稍后"),
    "keys.answer_marked": ("one answer for all marked cases", "统一回复已标记的问题"),
    "keys.resolve_marked": ("resolve all marked cases", "完成已标记的问题"),
    "keys.assign_marked": ("give all marked cases to a colleague", "把已标记的问题分给同事"),
    "keys.snooze_marked": ("put all marked cases aside", "已标记的问题稍后处理"),
    "marked.bar": ("What to do with the marked cases", "对已标记的问题进行操作"),
    "marked.one": ("marked", "已标记"),
    "marked.count": ("{n} marked", "已标记 {n} 个"),
    "marked.answer": ("Answer all", "统一回复"),
    "marked.resolve": ("Resolve", "完成"),
    "marked.assign": ("Give to …", "分给…"),
    "marked.snooze": ("Put aside", "稍后"),
    "marked.clear": ("Unmark", "取消标记"),
    "marked.pick_assign": ("Give the marked cases to whom?", "把已标记的问题分给谁？"),
    "marked.pick_snooze": ("Put the marked cases aside for how long?", "已标记的问题多久后再处理？"),
    "marked.most": ("Mark 1 to {n} cases at once.", "一次请标记 1 到 {n} 个问题。"),
    "marked.gone": (
        "No longer marked, since they are done or have left the list: {ids}",
        "已取消标记（已完成或不在列表中）：{ids}",
    ),
    "marked.none_free": (
        "None of the marked cases can be answered by you now: others have them, or they are done.",
        "已标记的问题目前都不能由您回复：已有人接手，或已完成。",
    ),
    # what became of them
    "marked.told.answered": ("{n} answered together", "已统一回复 {n} 个"),
    "marked.told.resolved": ("{n} resolved", "已完成 {n} 个"),
    "marked.told.given": ("{n} given away", "已分出 {n} 个"),
    "marked.told.put_aside": ("{n} put aside", "{n} 个已转为稍后处理"),
    "marked.held": ("{n} held by {name}:", "{n} 个由 {name} 处理中："),
    "marked.closed": ("{n} done already:", "{n} 个此前已完成："),
    "marked.elsewhere": ("{n} of another room:", "{n} 个属于其他直播间："),
    # one answer for all
    "marked.title": ("One answer for {n} cases", "统一回复 {n} 个问题"),
    "marked.hint": (
        "Sending joins them into case {id}: everybody who asks is named once, and writes on there.",
        "发送后合并为问题 {id}：每位提问的人只 @ 一次，之后再发言也回到这个问题。",
    ),
    "marked.label": ("One reply to all of them", "统一回复内容"),
    "marked.left_held": ("{name} has it; it is left out", "{name} 处理中，不包含在内"),
    "marked.left_closed": ("done already; it is left out", "已完成，不包含在内"),
    "marked.left_elsewhere": ("of another room; it is left out", "属于其他直播间，不包含在内"),
    "marked.cancel": ("Do not answer", "不回复了"),
}
