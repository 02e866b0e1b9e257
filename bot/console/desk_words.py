"""The console's texts about working a case: keys, lists to pick from, colleagues, sounds."""

from __future__ import annotations

from collections.abc import Mapping

DESK_TEXTS: Mapping[str, tuple[str, str]] = {
    # keys
    "keys.canned": ("ready replies", "快捷回复"),
    "keys.model": ("ask the model for a draft; again: put it into the box", "请模型写草稿；再按一次放进输入框"),
    "keys.macro": ("a macro of the shop", "店铺的宏"),
    "keys.macros": ("Macros (faq/canned.txt)", "宏（faq/canned.txt）"),
    "keys.all": ("everything: acts, cases, replies, pages", "全部：操作、问题、快捷回复、页面"),
    # lists to pick from
    "pick.all": ("What do you want to do?", "要做什么？"),
    "pick.canned": ("Ready replies: type to find one", "快捷回复：输入文字查找"),
    "pick.none": ("Nothing like that.", "没有符合的内容。"),
    "pick.page": ("page", "页面"),
    "pick.macro": ("macro", "宏"),
    "pick.unfilled": (
        "cannot be used now: the catalogue or the screen lacks something",
        "现在不能用：商品表或正在展示的商品缺少信息",
    ),
    # the model
    "model.ask": ("Ask the model", "请模型写草稿"),
    "model.draft": ("The model's draft ({name}): read it before you send it", "模型草稿（{name}）：发送前请先看一遍"),
    "model.no_model": ("No model is set up ([model] in bot.toml).", "没有设置模型（bot.toml 的 [model]）。"),
    "model.no_prompt": ("The file prompts/desk.md is missing.", "缺少文件 prompts/desk.md。"),
    "model.shut": (
        "The model is not asked about this: insults, personal data and orders to a model are for people.",
        "这类内容不问模型：辱骂、个人信息和给模型下的指令由人处理。",
    ),
    "model.failed": ("The model gave no answer:", "模型没有给出回答："),
    "model.unsound": ("The model's draft broke a rule and is not shown:", "模型草稿违反规则，不予显示："),
    "model.shadow": (
        "The model only runs on trial ([model] shadow): nothing it writes is used.",
        "模型目前只是试运行（[model] shadow），它写的内容不会使用。",
    ),
    "model.nothing": ("The model found no answer in the FAQ.", "模型在问答里没有找到答案。"),
    "model.unfilled": (
        "The draft needs a price or stock that the catalogue lacks now.",
        "草稿需要价格或库存，但商品表里目前没有。",
    ),
    "model.stopped": ("The guard stopped the model's draft:", "审核拦下了模型草稿："),
    # what calls somebody
    "calls.new": ("A new case", "有新问题"),
    "calls.assigned": ("A case was given to you", "有问题分给了您"),
    "calls.due": ("A case is nearly late", "有问题快要超时"),
    "calls.answered": ("A viewer wrote again", "观众有新回复"),
    "calls.button": ("Sounds", "声音"),
    "calls.title": ("Sounds, in this browser", "声音（仅此浏览器）"),
    "calls.desktop": ("Notifications of the desktop, too", "同时弹出桌面通知"),
    "calls.try": ("Listen", "试听"),
    # colleagues
    "beside.looking": ("{names} is looking too", "{names} 也在看"),
    "beside.writing": ("{names} is writing an answer", "{names} 正在写回复"),
    "beside.and": (", ", "、"),
}
