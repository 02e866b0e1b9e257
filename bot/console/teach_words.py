"""The console's texts about what a case teaches the FAQ, English and Chinese, by key."""

from __future__ import annotations

from collections.abc import Mapping

TEACH_TEXTS: Mapping[str, tuple[str, str]] = {
    "teach.wait": ("{n} to approve", "{n} 个待批准"),
    "acts.teach": ("Teach", "教机器人"),
    "keys.teach_back": ("back to the case", "返回问题"),
    "keys.teach": ("teach the bot what this case answers", "把这个问题的答案教给机器人"),
    "teach.title": ("Teach: case {id}", "教给机器人：问题 {id}"),
    "teach.back": ("Back to the case", "返回问题"),
    "teach.asked": ("In the words of those who asked, without names.", "问法取自提问者原话，已去掉名字。"),
    "teach.left_out": (
        "{n} left out: personal data, too long, or no plain text.",
        "{n} 条未采用：含个人信息、太长或不是纯文字。",
    ),
    "teach.no_answer": (
        "Nobody of the shop has written an answer yet: write it here. If the host gave it, write what the host said.",
        "还没有员工写过回答：请在这里填写；若是主播回答的，请写下主播说的内容。",
    ),
    "teach.alike": ("The FAQ has this already?", "问答里已经有了？"),
    "teach.like": ("{percent} % like", "{percent}% 相近"),
    "teach.into": ("Add as phrasings instead", "改为加入该条目的问法"),
    "teach.adds": ("Adds ways of asking to {entry}; its answer stays as it is.", "为 {entry} 增加问法，回答不变。"),
    "teach.new": ("As a new entry instead", "改为新增条目"),
    "teach.approve": ("Approve and write into the FAQ", "批准并写入问答"),
    "teach.propose": ("Propose to an admin", "提交给管理员批准"),
    "teach.decline": ("Decline", "不采纳"),
    "teach.proposed": (
        "Proposed. An admin finds it under FAQ, “Taught”.",
        "已提交。管理员可在“问答”的“教学”页批准。",
    ),
    "teach.done": ("Written into {where}. The rooms use it from now on.", "已写入 {where}，各直播间即刻生效。"),
    "teach.declined": ("Declined; nothing was written.", "已不采纳，没有写入。"),
    "teach.decided": ("{name} has decided this already.", "{name} 已经处理过了。"),
    "teach.gone": ("There is no such proposal.", "没有这条提议。"),
    "teach.none_asked": ("Nobody asked anything in this case.", "这个问题里没有观众提问。"),
    "teach.no_entry": ("There is no entry {id} any more.", "条目 {id} 已不存在。"),
    "teach.came": (
        "Taught by case {case}: {by} wrote it, {approved} approved it, {at}.",
        "来自问题 {case}：{by} 撰写，{approved} 批准，{at}。",
    ),
    "teach.lessons": ("Taught", "教学"),
    "teach.lessons_title": ("What cases taught", "从问题中学到的"),
    "teach.waiting": ("Waiting for an admin", "等待管理员批准"),
    "teach.waiting_none": ("Nothing waits.", "没有等待批准的内容。"),
    "teach.lately": ("Approved lately", "最近批准"),
    "teach.lately_none": ("Nothing yet. Press f at a case that staff answered.", "还没有。在已回复的问题上按 f。"),
    "teach.by": ("{name}, {at}", "{name}，{at}"),
    "teach.review": ("Look and decide", "查看并决定"),
    "act.faq teach": ("taught the FAQ from a case", "把问题写入问答"),
    "act.faq propose": ("proposed an entry from a case", "由问题提议问答条目"),
    "act.faq decline": ("declined a proposed entry", "不采纳提议的条目"),
}
