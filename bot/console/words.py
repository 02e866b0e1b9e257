"""The console's texts, English and Chinese, by key."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from bot.console.air_words import AIR_TEXTS
from bot.console.desk_words import DESK_TEXTS
from bot.console.door_words import DOOR_TEXTS
from bot.console.faq_edit_words import EDIT_TEXTS
from bot.console.faq_words import FAQ_TEXTS
from bot.console.lead_words import LEAD_TEXTS
from bot.console.marked_words import MARKED_TEXTS
from bot.console.recall_words import RECALL_TEXTS
from bot.console.reply_words import REPLY_TEXTS
from bot.console.teach_words import TEACH_TEXTS
from bot.console.wall_words import WALL_TEXTS
from bot.guard.rules import retold
from bot.languages import Both, tell
from bot.problems import Problem
from bot.reasons import told
from bot.settings.in_chinese import SETTINGS_ZH

LANGUAGES = ("en", "zh")

TEXTS: Mapping[str, tuple[str, str]] = {
    # every page
    "practice": ("PRACTICE: nothing here reaches a real room", "练习模式：这里的内容不会进入真实直播间"),
    "nav.queue": ("Queue", "待办"),
    "nav.files": ("Files", "文件"),
    "nav.balance": ("Balance", "对账"),
    "nav.staff": ("Staff", "人员"),
    "nav.name": ("Pages", "页面"),
    "nav.logout": ("Sign out", "退出"),
    "nav.language": ("中文", "English"),
    "nav.keys": ("Keys", "快捷键"),
    "skip": ("Skip to the cases", "跳到待办列表"),
    "noscript": (
        "This page needs JavaScript to show changes; without it, reload to see them.",
        "本页需要 JavaScript 才能实时更新；没有时请手动刷新。",
    ),
    "line.live": ("live", "实时"),
    "line.lost": (
        "Connection lost. Trying again; what you type is kept.",
        "连接已断开，正在重连；已输入的内容不会丢失。",
    ),
    "line.missed": (
        "Back after {seconds} s. Meanwhile: messages {messages}, new cases {cases}.",
        "断开 {seconds} 秒后已重连。期间：{messages} 条消息，{cases} 个新问题。",
    ),
    "files.banner": (
        "{n} problems in edited files. The last good version of each stays in use.",
        "编辑的文件有 {n} 处问题，仍在使用上一个正确的版本。",
    ),
    "files.banner_one": (
        "1 problem in an edited file. Its last good version stays in use.",
        "编辑的文件有 1 处问题，仍在使用上一个正确的版本。",
    ),
    "files.look": ("Show", "查看"),
    "error.title": ("That did not work", "没有成功"),
    "error.not_found": ("There is nothing at this address.", "这个地址没有内容。"),
    "error.home": ("To the queue", "回到待办"),
    **DOOR_TEXTS,
    # rooms
    "rooms.title": ("Rooms", "直播间"),
    "rooms.none": ("No room is set up.", "还没有设置直播间。"),
    "rooms.mode": ("Mode of {room}", "{room} 的模式"),
    "rooms.counts": (
        "heard {heard} · answered {answered} · open {open}",
        "收到 {heard} · 已答 {answered} · 待办 {open}",
    ),
    "rooms.tries": ("tries a draft of the FAQ: {folder}", "正在试用问答草稿：{folder}"),
    "rooms.practice": ("Open the practice room", "打开练习直播间"),
    "mode.auto": ("auto", "自动"),
    "mode.suggest-only": ("suggest only", "仅建议"),
    "mode.silent": ("silent", "静默"),
    "mode.auto.hint": ("The bot answers by itself", "机器人自动回答"),
    "link.connecting": ("connecting", "连接中"),
    "link.connected": ("connected", "已连接"),
    "link.waiting": ("lost, trying again", "已断开，重试中"),
    "link.refused": ("refused: a person must act", "被拒绝：需要人处理"),
    "feed.title": ("Chat in {room}", "{room} 的聊天"),
    "feed.none": ("Nothing said yet.", "还没有人说话。"),
    "feed.case": ("case {id}", "问题 {id}"),
    "outcome.answer": ("answered", "已答"),
    "outcome.clarify": ("asked back", "已反问"),
    "outcome.suggest": ("suggested", "已推荐"),
    "outcome.escalate": ("to staff", "转人工"),
    "outcome.merge": ("merged", "已合并"),
    "outcome.ignore": ("ignored", "忽略"),
    "outcome.shed": ("shed", "放弃"),
    "outcome.expired": ("expired", "过期"),
    "outcome.none": ("in flight", "处理中"),
    # cases
    "queue.title": ("Open cases", "待办问题"),
    "queue.count": ("{n} open", "{n} 个待办"),
    "queue.new": ("{n} new", "{n} 个新问题"),
    "queue.done": ("{n} done", "{n} 个已完成"),
    "queue.show": ("Show", "刷新列表"),
    "queue.moved": ("sort again", "重新排序"),
    "places.name": ("Parts of the desk", "工作台各部分"),
    "places.case": ("This case", "当前问题"),
    "queue.part": ("{first}–{last} of {n}", "第 {first}–{last} 个，共 {n} 个"),
    "queue.before": ("earlier ones", "上一页"),
    "queue.after": ("more", "下一页"),
    "queue.quiet": (
        "Listening: {heard} messages, none needs you now.",
        "正在收听：{heard} 条消息，暂时都不需要您。",
    ),
    "queue.deaf": (
        "Not listening: no room is connected. Look at the rooms on the left.",
        "没有在收听：没有已连接的直播间，请看左侧。",
    ),
    "queue.shown": ("On screen when it was asked: {title}", "提问时展示：{title}"),
    "queue.askers": ("{n} asked", "{n} 人问"),
    "queue.open_case": ("Case {id}: {text}", "问题 {id}：{text}"),
    "queue.claim": ("Claim", "接手"),
    "urgency.high": ("urgent", "紧急"),
    "mood.title": ("Sounds angry", "听起来很生气"),
    "mood.angry": ("word", "用词"),
    "mood.cross": ("cross", "不满"),
    "mood.sounds": ("sounds so", "语气"),
    "mood.trouble": ("trouble with an order", "订单有问题"),
    "mood.marks": ("marks", "标点"),
    "mood.capitals": ("capitals", "大写"),
    "mood.stretched": ("stretched", "拉长"),
    "mood.again": ("said how often", "重复次数"),
    "mood.waited": ("minutes waited", "等待分钟"),
    "urgency.normal": ("normal", "普通"),
    "state.new": ("free", "未接手"),
    "state.resolved": ("done", "已完成"),
    "state.expired": ("expired", "已过期"),
    "state.waiting": ("yours, the viewer's turn", "您的，等观众回话"),
    "state.snoozed": ("snoozed", "稍后处理"),
    "state.on-air": ("answered on air", "主播已口头回答"),
    "state.merged": ("merged into another", "已并入其他问题"),
    "state.yours": ("yours", "您的"),
    "state.held": ("{name} has it", "{name} 已接手"),
    "case.title": ("Case {id}", "问题 {id}"),
    "case.region": ("The chosen case", "选中的问题"),
    "case.none": ("No case chosen", "还没有选择问题"),
    "case.none_fix": (
        "Choose one in the list or press j. Enter claims it, r replies, ? shows all keys.",
        "在列表中选择，或按 j。回车接手，r 回复，? 查看所有快捷键。",
    ),
    "case.why": ("Why it came to you", "为什么转给您"),
    "case.asked": ("Asked by {n}", "{n} 人提问"),
    "case.more": ("and {n} more", "还有 {n} 人"),
    "case.draft": ("The bot's draft", "机器人的草稿"),
    "case.no_draft": ("The bot had nothing to offer.", "机器人没有草稿。"),
    "case.use_draft": ("Use draft", "使用草稿"),
    "case.screen": ("On screen now", "正在展示"),
    "case.screen_then": ("On screen when it was asked", "提问时展示的商品"),
    "case.screen_gone": ("{sku}, no longer in the catalogue", "{sku}，商品表里已没有"),
    "case.while_shown": ("while {sku} was on screen", "当时展示 {sku}"),
    "case.screen_none": ("Nothing is on screen.", "当前没有展示商品。"),
    "case.stock": ("{n} left", "剩 {n} 件"),
    "case.stock_unknown": ("stock not told", "库存未知"),
    "case.sold_out": ("sold out", "已售罄"),
    "case.link_no": ("link {n}", "{n} 号链接"),
    "case.person": ("Who is asking (staff only)", "提问的人（仅员工可见）"),
    "case.person_unknown": ("Not linked to a customer.", "未关联到顾客。"),
    "case.person_id": ("Customer {id}", "顾客 {id}"),
    "case.grade.platform": ("surely: the platform says so", "确定：平台给出同一账号"),
    "case.grade.code": ("by a code they typed", "通过绑定码"),
    "case.grade.staff": ("somebody of the shop said so", "由店铺人员手动关联"),
    "case.not_sure": (
        "Not sure enough to use past orders ([customers] personalise_from).",
        "可信度不足，不使用历史订单（[customers] personalise_from）。",
    ),
    "case.left_alone": ("Wants no personal suggestions.", "不接受个性化推荐。"),
    "case.tier": ("Tier (never say it): {tier}", "分层（不可对外说）：{tier}"),
    "conflict.title": ("Two claim one buyer: decide", "两人认领同一买家：请决定"),
    "conflict.what": (
        "{viewer} ({platform}) claims to be customer {customer}.",
        "{viewer}（{platform}）自称是顾客 {customer}。",
    ),
    "conflict.own": ("{viewer} is customer {customer} until now.", "{viewer} 目前关联的是顾客 {customer}。"),
    "conflict.held": ("That customer is linked to {viewers}.", "该顾客目前关联的是 {viewers}。"),
    "conflict.and": (", ", "、"),
    "conflict.keep": ("Leave it", "保持不变"),
    "conflict.keep.help": ("Nothing changes; the claim is turned down.", "不做任何改动，拒绝认领。"),
    "conflict.also": ("Link as well", "同时关联"),
    "conflict.also.help": ("Two accounts of one buyer.", "同一买家的两个账号。"),
    "conflict.move": ("Link instead", "改为关联此人"),
    "conflict.move.help": ("This viewer instead of whoever is linked now.", "取代当前关联的观众。"),
    "conflict.merge": ("One person", "合并顾客"),
    "conflict.merge.help": (
        "The viewer's customer and the claimed one are one person.",
        "该观众已关联的顾客与被认领的是同一人。",
    ),
    "conflict.not_done": ("Not done: ", "未执行："),
    "case.bought_none": ("No purchases known.", "没有购买记录。"),
    "case.replies": ("Replies", "回复记录"),
    "case.reply_label": ("Reply to {n}", "回复 {n} 人"),
    "case.reply_hint": ("The names are put in front when it is sent.", "发送时会自动加上对方的名字。"),
    "case.claim": ("Claim", "接手"),
    "case.take_up": ("Take up again", "重新接手"),
    "case.release": ("Release", "放回"),
    "case.send": ("Send", "发送"),
    "case.send_resolve": ("Send and resolve", "发送并完成"),
    "case.resolve": ("No answer needed", "不回复，直接完成"),
    "case.resolve_answered": ("Resolve", "完成"),
    "case.held_notice": (
        "{name} has it, so nothing was done. Your text is kept.",
        "{name} 已接手，操作未执行。您的文字已保留。",
    ),
    "case.not_yours": (
        "It is not yours any more, so nothing was done. Your text is kept.",
        "这个问题已不在您手上，操作未执行。您的文字已保留。",
    ),
    "case.wont_send": ("This would not be sent:", "这段话不能发送："),
    "case.may_be_said": ("This may be said:", "可以这样说："),
    "case.use_wording": ("Use this wording", "用这句"),
    "reply.empty": ("Write something first.", "请先写点内容。"),
    "reply.long": ("Longer than {n} characters; shorten it.", "超过 {n} 个字符，请缩短。"),
    "case.sent_ok": ("Handed over for sending.", "已提交发送。"),
    "case.resolved_by": ("{name} resolved it: {how}", "{name} 已完成：{how}"),
    "case.gone": ("There is no case {id}.", "没有问题 {id}。"),
    "case.look_only": ("Your account may look, not act.", "您的账号只能查看。"),
    "how.answered": ("answered", "已回复"),
    "how.no answer needed": ("no answer needed", "无需回复"),
    "delivery.pending": ("waiting to be sent", "等待发送"),
    "delivery.sending": ("on its way", "发送中"),
    "delivery.sent": ("sent", "已发送"),
    "delivery.refused": ("refused by the platform", "被平台拒绝"),
    "delivery.uncertain": ("uncertain: look at the room", "不确定：请查看直播间"),
    "delivery.expired": ("too late, not sent", "超时未发送"),
    "delivery.withdrawn": ("withdrawn", "已撤回"),
    "age.now": ("<1 min", "<1 分钟"),
    "age.minutes": ("{n} min", "{n} 分钟"),
    "age.hours": ("{n} h", "{n} 小时"),
    # keys
    "keys.title": ("Keys", "快捷键"),
    "keys.move": ("next, previous case", "下一个、上一个问题"),
    "keys.open": ("claim the case and write", "接手并开始回复"),
    "keys.reply": ("write a reply", "写回复"),
    "keys.draft": ("use the bot's draft", "使用机器人草稿"),
    "keys.wording": ("use the wording that may be said", "使用合规说法"),
    "keys.resolve": ("resolve without answer", "不回复，直接完成"),
    "keys.send": ("send", "发送"),
    "keys.new": ("show new cases", "显示新问题"),
    "keys.leave": ("leave the text box", "离开输入框"),
    "keys.undo": ("take back what was just sent; else give the case back", "撤回刚发送的回复；没有则放回待办"),
    "keys.help": ("show or hide this", "显示或隐藏本说明"),
    "keys.close": ("Close", "关闭"),
    # other pages
    "files.matching": ("Matching by meaning:", "按语义匹配："),
    "files.title": ("Edited files", "编辑的文件"),
    "files.none": ("No problems. Every file is in use as it was saved.", "没有问题，所有文件都在使用中。"),
    "files.kept": (
        "Until these are mended, the last good version of each file stays in use.",
        "修好之前，每个文件都使用上一个正确的版本。",
    ),
    "files.error": ("error", "错误"),
    "files.warning": ("warning", "警告"),
    "files.where": ("Where", "位置"),
    "files.how_bad": ("Severity", "级别"),
    "files.what": ("What", "问题"),
    "files.fix": ("How to mend it", "如何修正"),
    "balance.title": ("Closing balance", "对账"),
    "balance.intro": (
        "Every message heard has one outcome and a reason. Unexplained and doubled are always 0.",
        "每条收到的消息都有一个结果和原因。“无法解释”和“重复回复”始终为 0。",
    ),
    "balance.none": ("No message was heard yet.", "还没有收到消息。"),
    "balance.heard": ("heard", "收到"),
    "balance.answered": ("answered", "已答"),
    "balance.clarified": ("asked back", "已反问"),
    "balance.suggested": ("suggested", "已推荐"),
    "balance.escalated": ("to staff", "转人工"),
    "balance.merged": ("merged", "已合并"),
    "balance.on_air": ("answered on air", "主播口播"),
    "balance.ignored": ("ignored", "忽略"),
    "balance.shed": ("shed", "放弃"),
    "balance.expired": ("expired", "过期"),
    "balance.in_flight": ("in flight", "处理中"),
    "balance.unexplained": ("unexplained", "无法解释"),
    "balance.doubled": ("doubled", "重复回复"),
    "balance.uncertain": ("uncertain", "不确定"),
    "balance.adds_up": ("adds up", "账目相符"),
    "balance.adds_up_not": ("does not add up: please report this", "账目不符：请反馈"),
    "staff.title": ("Staff", "人员"),
    "staff.name": ("Name", "名字"),
    "staff.role": ("Role", "角色"),
    "staff.password": ("Password", "密码"),
    "staff.password_yes": ("set", "已设置"),
    "staff.password_no": ("none: signs in by link", "无：通过链接登录"),
    "staff.invite": ("Invite a colleague", "邀请同事"),
    "staff.invite_go": ("Make a one-time link", "生成一次性链接"),
    "staff.invited": (
        "Give this link to one person. It works once, for a day, and is shown only now.",
        "把这个链接发给一位同事。只能用一次，一天内有效，且只显示这一次。",
    ),
    "staff.everywhere": ("Sign out everywhere", "在所有设备上退出"),
    "role.viewer": ("viewer: may look", "观察员：只能查看"),
    "role.agent": ("agent: answers", "客服：可以回复"),
    "role.admin": (
        "admin: answers, invites, sees the audit trail, changes settings",
        "管理员：回复、邀请、查看操作记录、修改设置",
    ),
    **AIR_TEXTS,
    **DESK_TEXTS,
    **FAQ_TEXTS,
    **EDIT_TEXTS,
    **RECALL_TEXTS,
    **REPLY_TEXTS,
    **LEAD_TEXTS,
    **MARKED_TEXTS,
    **TEACH_TEXTS,
    **WALL_TEXTS,
}


class Words:
    """The texts in one language, with the shop's clock: `t("queue.claim")`, `t("queue.new", n=3)`."""

    def __init__(self, language: str, zone: ZoneInfo | None = None) -> None:
        self.language, self.zone = language, zone
        self._column = LANGUAGES.index(language)

    @property
    def other(self) -> str:
        """The language to switch to."""
        return LANGUAGES[1 - self._column]

    @property
    def tag(self) -> str:
        """The language for the page's `lang`."""
        return "zh-CN" if self.language == "zh" else self.language

    def __call__(self, key: str, **values: object) -> str:
        text = TEXTS[key][self._column]
        told = {name: self.told(value) if isinstance(value, str) else value for name, value in values.items()}
        return text.format(**told) if values else text

    def told(self, said: str) -> str:
        """Return what was worded in both languages in this one; anything else as it is."""
        return tell(said, self.language)

    def problem(self, problem: Problem) -> str:
        """Return what is wrong and how to mend it."""
        return problem.said.told(self.language)

    def reason(self, said: str) -> str:
        """Return a kept reason in this language."""
        return told(said, self.language, {"finding": lambda finding: retold(finding, self.language)})

    def setting(self, table: str, key: str, otherwise: str) -> str:
        """Return what a setting means; in English that is said where the setting is."""
        if self.language == "en":
            return otherwise
        return SETTINGS_ZH.get(f"{table}.{key}" if table else key, otherwise)

    def known(self, prefix: str, word: str) -> str:
        """Return the text of `prefix.word`, or the word itself where we have none."""
        key = f"{prefix}.{word}"
        return self(key) if key in TEXTS else word


BY_LANGUAGE = {language: Words(language) for language in LANGUAGES}


def both(key: str, **values: object) -> Both:
    """Return one of the texts in both languages, for what is told to whoever reads it."""
    return Both(*(words(key, **values) for words in BY_LANGUAGE.values()))


def words_for(chosen: str, accepted: str) -> Words:
    """Return the chosen language, or else the first one we have that the browser accepts."""
    if chosen in BY_LANGUAGE:
        return BY_LANGUAGE[chosen]
    for part in accepted.split(","):
        tag = part.partition(";")[0].strip().lower()[:2]
        if tag in BY_LANGUAGE:
            return BY_LANGUAGE[tag]
    return BY_LANGUAGE["en"]
