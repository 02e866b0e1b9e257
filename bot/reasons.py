"""Why a message or a case became what it is: each reason once, in English, as it is kept, and in Chinese.

A reason is the English text itself. One with {braces} is a template, filled by `format`; `told` reads a reason that
was kept, finds the template it was made of and says the same in another language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from string import Formatter

from bot.languages import Both

LONGEST_READ = 600
"""Characters above which a reason is shown as it was kept."""


class Reason(Both):
    """A reason in English, with its Chinese words beside it; both texts have the same {braces}."""

    __slots__ = ()


# nothing is owed
OUR_OWN = Reason("our own reply", "机器人自己的回复")
BEFORE_US = Reason("said before we joined", "进入直播间之前说的")
ANOTHER_BOT = Reason("another bot", "其他机器人")
HOST = Reason("host or moderator", "主播或房管")
NO_WORDS = Reason("no words in it", "没有文字内容")
SAID_SAME = Reason("the viewer said the same a moment ago", "同一观众刚说过一样的话")
SMALL_TALK = Reason("small talk", "闲聊")
NOT_FOR_SHOP = Reason("a question, but not one for the shop", "是提问，但与本店无关")
LEFT_ALONE = Reason("the FAQ leaves this topic alone", "问答库设定不回应这个话题")
GOT_IT = Reason("the viewer got this answer a moment ago", "该观众刚收到过这个回答")
DELETED = Reason("deleted by a moderator", "已被房管删除")
NEWER = Reason("the viewer asked something newer", "观众又问了新的问题")
TOO_MUCH = Reason(
    "too much at once: more than {n} lines waiting, and it asks nothing", "消息太多：排队超过 {n} 条，且这条不是提问"
)
TOO_MANY_CODES = Reason("typed too many link codes", "输入绑定码次数过多")
TOO_LATE = Reason("it would have come too late", "已经太晚，发出去没有意义")

# a viewer about themselves
TYPED_CODE = Reason("typed a link code", "输入了绑定码")
UNLINK = Reason("asks to be unlinked", "要求解除绑定")
ASKS_DATA = Reason("asks for their data", "要求查看自己的数据")
ASKS_DELETION = Reason("asks to have their data deleted", "要求删除自己的数据")
NO_SUGGESTIONS = Reason("wants no personal suggestions", "不想要个性化推荐")
SUGGESTIONS_AGAIN = Reason("wants suggestions again", "想恢复推荐")
COPY_OF_DATA = Reason(
    "asks for a copy of their data; make sure who it is, then: customers show",
    "要求一份自己的数据；请先核实身份，再运行 customers show",
)
DELETE_DATA = Reason(
    "asks to have their data deleted; make sure who it is, then: customers forget",
    "要求删除自己的数据；请先核实身份，再运行 customers forget",
)
CLAIMS_BUYER = Reason(
    "{viewer} claims to be customer {customer} ({grade}), but {claim}; decide: customers resolve {number}",
    "{viewer} 自称是顾客 {customer}（{grade}），但{claim}；请决定：customers resolve {number}",
)
VIEWER_IS_LINKED = Reason("the viewer is linked to customer {customer} already", "该观众已关联顾客 {customer}")
CUSTOMER_IS_LINKED = Reason("the customer is linked to {viewers} already", "该顾客已关联 {viewers}")
CLAIM_OF_DELETED = Reason("a claim on somebody who was deleted", "所认领的顾客已被删除")

# sure answers
OWN_WORDS = Reason("asked in the FAQ's own words", "与问答库的问法一字不差")
LIKE_QUESTION = Reason("like the FAQ's question", "与问答库的问题相近")
SAID_WHICH = Reason("the viewer said which one", "观众说明了是哪一个")
SAID_OTHERWISE = Reason("the viewer said it again otherwise", "观众换了说法再问")
READ_TOGETHER = Reason("read together with what the viewer said before", "结合观众前一句一起理解")
TWO_QUESTIONS = Reason("two questions in one message", "一条消息里有两个问题")
MODEL_CHOSE = Reason("the model chose among the nearest entries", "由模型在最接近的问答中选定")
MODEL_MAY_CHOOSE = Reason("the model may choose among the nearest entries", "可由模型在最接近的问答中选择")
CATALOGUE_SAYS = Reason(
    "the catalogue says ({how}: {products}, asked: {asks})", "商品目录里有（{how}：{products}，问的是：{asks}）"
)
SAME_ANSWER = Reason("the same answer is about to be sent", "同样的回答即将发出")
SAME_JUST_LEFT = Reason("the same answer had just left", "同样的回答刚刚发出")

# no sure answer
NOTHING_LIKE = Reason("nothing in the FAQ is like it", "问答库里没有类似的问题")
NONE_SURE = Reason("no entry is surely like it", "没有一条问答足够确定")
TWO_FIT = Reason("two entries fit about as well", "有两条问答差不多符合")
STATEMENT = Reason("put as a statement", "说的是陈述，不是提问")
NUMBERS_DIFFER = Reason("the numbers differ", "数字不一致")
SIZES_DIFFER = Reason("the sizes differ", "尺码不一致")
OTHER_DAYS = Reason("they speak of different days", "说的是不同的日子")
OTHER_PAYER = Reason("somebody else pays", "付费的一方不同")
OTHER_WAY = Reason("one goes the other way", "方向相反")
BEFORE_AFTER = Reason("one is before, the other after", "一个在之前，一个在之后")
OTHER_POSTAGE = Reason("they speak of different postage", "说的是不同的运费")
NEGATED = Reason("one of the two is negated", "其中一个是否定的说法")
OPPOSITE = Reason("one says the opposite of the other", "意思相反")
WORD_FOR_WORD = Reason("one word stands for another", "有一个词被换成了别的词")
NO_SURE_ANSWER = Reason("no sure answer: {why}", "没有把握的回答：{why}")
OTHER_VARIANT = Reason("answered only for another product, language or scene", "只有针对其他商品、语言或场景的回答")
NOT_VALID = Reason("the FAQ's answer is not valid today", "问答库里的回答今天不在有效期内")
CANNOT_FILL = Reason(
    "the answer names a product the catalogue cannot fill in now", "回答里的商品信息，商品目录现在填不出来"
)
BY_STAFF = Reason("this entry is answered by staff", "这条问答设定由人工回复")
FOR_PEOPLE = Reason("a topic the FAQ leaves to people", "问答库设定这个话题由人工处理")
NEAR_FOR_PEOPLE = Reason("near a topic for people ({entry})", "接近由人工处理的话题（{entry}）")
ROOM_IS_ON = Reason("the room is on {mode}", "直播间处于“{mode}”模式")
FAQ_ONLY = Reason("the room answers from the FAQ only", "直播间目前只用问答库回答")
PEOPLE_ONLY = Reason("only people answer in the room now", "直播间目前只由人工回答")
HOST_ANSWERED = Reason("the host answered it on air", "主播已口头回答")
ROOM_SILENT = Reason(
    "the room is silent, and the FAQ or the catalogue has the answer", "直播间已静默；问答或商品目录里有答案"
)
STAFF_TOLD = Reason("staff told the viewer a moment ago", "客服刚回复过该观众")
ASKS_ON_STAFF = Reason("asks on after what staff said", "客服回复后继续追问")
ASKS_ON = Reason("asks on after the answer", "得到回答后继续追问")
NOT_MEANT = Reason("the answer was not what the viewer meant", "回答的不是观众想问的")
NEITHER = Reason("neither of the entries that we asked about", "反问的两个选项都不是")
LEANS_BACK = Reason("makes sense only after what the viewer said before", "要结合观众前面的话才能看懂")
TOO_MANY_QUESTIONS = Reason("more questions than one reply answers", "问题太多，一条回复答不完")
HALF_IN_FAQ = Reason("two questions, and only one is in the FAQ", "问了两件事，问答库里只有一件")
BESIDE_THEM = Reason("two questions, and something beside them", "问了两件事，旁边还有别的话")
TOO_LONG = Reason("too long for one reply", "太长，一条回复放不下")

# for people at once
PERSONAL_DATA = Reason("personal data in the chat", "聊天里出现了个人信息")
MENTIONS = Reason("mentions “{word}”", "提到“{word}”")
ASKS_FOR_PERSON = Reason("asks for a person (“{word}”)", "要求人工（“{word}”）")
FOR_HEALTH = Reason(
    "asks what to buy for a matter of health, pregnancy or babies", "问的是健康、怀孕或婴儿方面该买什么"
)
TROUBLE = Reason("sounds like trouble with an order", "像是订单出了问题")
GUARD_STOPPED = Reason("the guard stopped the answer: {finding}", "合规检查拦下了回答：{finding}")
STUMBLED = Reason("the bot stumbled over this message", "机器人处理这条消息时出错")
WAS_DOWN = Reason("asked while the bot was down", "机器人停机期间提的问题")

ANGRY = Reason("sounds angry: {words}", "听起来很生气：{words}")
OWN_ORDER = Reason("asks about their own order", "问的是自己的订单")
NOT_HELPED = Reason("not helped twice: the third try at the same", "两次都没帮上：同一件事问到第三次")
NOTHING_SOLD = Reason("asks for a product, and was angry a moment ago", "想找商品，但刚才还在生气，不做推荐")

# products
ASKS_PRODUCT = Reason("asks for a product", "想找商品")
CHOSEN_BY = Reason("asks for a product; chosen by {code}", "想找商品；依据：{code}")
TO_SUGGESTIONS = Reason("the FAQ sends this topic to suggestions", "问答库设定这个话题用推荐回应")
ANOTHER_PRODUCT = Reason("asks about another product than the one on screen", "问的不是正在展示的商品")
SOMETHING_LIKE = Reason("asks for something like {sku}", "想找类似 {sku} 的商品")
UNKNOWN_LINK = Reason(
    "asks about link {number}, which the catalogue does not have", "问的是 {number} 号链接，商品目录里没有"
)
NO_PRODUCT = Reason(
    "product question, and no product named or on screen: {asks}", "商品问题，但没有说哪款，也没有正在展示的：{asks}"
)
FOR_A_PERSON = Reason(
    "product question: {products}; {asks} is for a person", "商品问题：{products}；{asks}需要人工回答"
)
NOT_IN_CATALOGUE = Reason(
    "product question: {products}; {asks} is not in the catalogue", "商品问题：{products}；商品目录里没有{asks}"
)
MAY_BE = Reason("product question: “{how}” may be {choices}", "商品问题：“{how}”可能是 {choices}")
EITHER = Reason("“{how}” may be either of two products", "“{how}”可能是两款商品中的一款")
NOTHING_FITS = Reason("nothing in the catalogue fits", "商品目录里没有合适的")
SOLD_OUT_FITS = Reason("what fits is sold out: {skus}", "合适的已售罄：{skus}")
SOLD_OUT_MEANWHILE = Reason("{sku} was sold out meanwhile", "{sku} 期间已售罄")
SOLD_OUT = Reason("{sku} is sold out", "{sku} 已售罄")
NOT_BUYABLE = Reason("{sku} cannot be bought now", "{sku} 现在买不到")
READ_ALL = Reason("the room has read every wording a moment ago", "各种说法直播间刚刚都看过了")
TOO_LONG_HERE = Reason("the sentence is too long for this platform", "句子超过了平台的长度限制")
GUARD_STOPPED_IT = Reason("the guard stopped it: {finding}", "合规检查拦下了它：{finding}")
MODEL_WANTS_PERSON = Reason("the model would rather have a person answer", "模型认为应由人工回答")
MODEL_FOUND_NONE = Reason("the model found nothing fitting", "模型没有找到合适的")
MODEL_SLOW = Reason("the model was too slow", "模型没来得及回答")
MODEL_UNSOUND = Reason("the model's answer broke a rule", "模型的回答不合规则")
MODEL_AWAY = Reason("the model could not be asked", "模型暂时用不了")
NO_MODEL = {"timeout": MODEL_SLOW, "busy": MODEL_SLOW, "unsound": MODEL_UNSOUND}
"""By the kind of a failure; MODEL_AWAY for the others."""
DATA_FOR_PEOPLE = Reason("personal data goes to people", "个人信息交给人工")
INSULT = Reason("an insult is for people", "辱骂的话交给人工")
CROWDED = Reason("too many product questions at once", "同一时间商品问题太多")

# people at work
LOOKED_AFTER = Reason("a person is looking after this viewer", "该观众正由人工接待")
RECALLED = Reason("the FAQ's answer to this was recalled", "问答中的这条答案已被撤回")
CORRECTING = Reason(
    "a wrong answer of the FAQ was recalled; who got it is told", "已撤回问答中的错误答案，正在向收到的观众更正"
)
WITH_STAFF = Reason("the same question is with staff already", "同样的问题已在人工处理中")
JUST_ANSWERED = Reason(
    "a person has just answered the same: it is said to this viewer too", "工作人员刚回答过同样的问题，已点名转告"
)
MORE_OF_CASE = Reason("more from a viewer whose question is with staff", "问题已在人工处理中的观众又说了话")
TOOK_OVER = Reason("a person took over", "已由人工接手")
AFTER_CLOSING = Reason("asked again after a case was closed", "问题关闭后又有人问")
SHARED_DELETED = Reason("the question they shared was deleted", "共同的那条提问被删除了")
SHARED_TAKEN = Reason("the reply they shared was taken over", "共同的那条回复已由人工接手")
SWITCHED = Reason("the room was switched to {mode}", "直播间切换到了“{mode}”模式")

# why a room goes down a step, or up
MODEL_FAILS = Reason("the model gives no usable answers", "模型给不出可用的回答")
LINE_FULL = Reason("more product questions than can be looked at, again and again", "商品问题一再多到处理不过来")
PROGRAM_LATE = Reason("the program is falling behind", "程序处理不过来")
STUMBLES = Reason(
    "the program stumbled over messages of {n} viewers in a minute", "一分钟内处理 {n} 位观众的消息时出错"
)
MANY_CALLED_WRONG = Reason(
    "{n} viewers said within minutes that the answer was not what they meant", "几分钟内有 {n} 位观众说答非所问"
)
MANY_RECALLED = Reason("{n} answers were recalled within minutes", "短时间内有 {n} 条答案被撤回")
QUIET_SINCE = Reason("nothing was amiss for {minutes} min", "{minutes} 分钟内一切正常")
STEPS_BY_HAND = Reason("the settings leave the steps to people", "设置为仅人工切换")

# on the way into the room
NOT_SENT = Reason("the reply was not sent", "回复没有发出")
NOT_SENT_WHY = Reason("the reply was not sent: {why}", "回复没有发出：{why}")
MAYBE_UNSEEN = Reason("the reply may not have been seen", "回复可能没有人看到")
MAYBE_UNSEEN_WHY = Reason("the reply may not have been seen: {why}", "回复可能没有人看到：{why}")
NOBODY_LEFT = Reason("nobody is left to be told", "已没有需要转告的人")
PROMISE_KEPT_FIRST = Reason("a person was there before the promise left", "承诺发出前已有人处理")
TAKEN_BACK = Reason("taken back before it left", "发出前已撤回")
CORRECTED_FIRST = Reason("corrected before it left", "发出前已被更正")
STOPPED_SENDING = Reason("stopped while it was being sent", "发送途中程序停止了")
ANSWERED_NO_MORE = Reason(
    "neither the FAQ nor the catalogue answers this any more", "问答库和商品目录都不再回答这个问题"
)
FILLS_NO_MORE = Reason("the catalogue can no longer fill in {variable}", "商品目录已填不出 {variable}")
NOT_CONNECTED = Reason("not connected", "未连接")
NOT_CONNECTED_WHY = Reason("not connected ({state}) {detail}", "未连接（{state}）{detail}")
NO_ANSWER_WITHIN = Reason("no answer within {seconds} s", "{seconds} 秒内没有回应")
LOST_SENDING = Reason("connection lost while sending", "发送时连接中断")
LOST_BEFORE_ANSWER = Reason("the connection was lost before an answer", "还没有回应连接就断了")
BROKE_SENDING = Reason("the connection broke while sending: {detail}", "发送时连接出错：{detail}")
ONE_UNACCOUNTED = Reason("the message before is unaccounted for", "上一条消息还没有结果")
NOTHING_TO_SAY = Reason("there is nothing to say", "没有可发送的内容")
SOME_LINES = Reason("{place} of {all} lines went out; then: {why}", "{all} 行里发出了 {place} 行；之后：{why}")
TWITCH_REFUSED = Reason("Twitch refused it ({code})", "Twitch 拒绝了（{code}）")
TWITCH_SAYS = Reason("{why} ({code})", "{why}（{code}）")
BAD_CHARACTERS = Reason("Twitch found characters it does not take", "含有 Twitch 不接受的字符")
BOT_BANNED = Reason("the bot is banned from the channel", "机器人已被该频道封禁")
BOT_BLOCKED = Reason("the channel has blocked the bot", "该频道屏蔽了机器人")
SUSPENDED = Reason("the channel is suspended", "该频道已被停用")
SENT_LATELY = Reason("the same text was sent within the last 30 seconds", "30 秒内发过同样的内容")
EMOTES_ONLY = Reason("the channel is in emote-only mode", "该频道只允许发表情")
FOLLOWERS_ONLY = Reason("the channel is in followers-only mode", "该频道只允许关注者发言")
FOLLOWS_TOO_SHORT = Reason("the bot has not followed the channel for long enough", "机器人关注该频道的时间不够长")
NEW_TEXTS_ONLY = Reason("the channel takes only texts it has not seen before", "该频道只接受没出现过的内容")
TOO_FAST = Reason("messages were sent too fast", "发送太快")
HELD_FOR_REVIEW = Reason("the channel's moderators hold the message for review", "频道房管正在审核这条消息")
FILTERED = Reason("the channel's filter does not let the text through", "频道的过滤器拦下了这段内容")
NEEDS_PHONE = Reason("the bot's account needs a verified phone number", "机器人账号需要验证手机号")
NO_CHANNEL = Reason("there is no such channel", "没有这个频道")
SLOW_MODE = Reason("the channel is in slow mode", "该频道处于慢速模式")
SUBSCRIBERS_ONLY = Reason("the channel is in subscribers-only mode", "该频道只允许订阅者发言")
ACCOUNT_SUSPENDED = Reason("the bot's account is suspended", "机器人账号已被停用")
TIMED_OUT = Reason("the bot is timed out in the channel", "机器人在该频道被暂时禁言")
NEEDS_MAIL = Reason("the bot's account needs a verified e-mail address", "机器人账号需要验证邮箱")
CLOSED = Reason("Twitch has closed the account or the channel", "Twitch 已关闭该账号或频道")
TAKEN_FOR_COMMAND = Reason("Twitch took the text for a command", "Twitch 把内容当成了命令")
MAY_NOT = Reason("the bot may not do that here", "机器人在这里没有权限")

# two reasons in one
BOTH = Reason("{why}; {besides}", "{why}；{besides}")

KNOWN: tuple[Reason, ...] = tuple(one for one in list(globals().values()) if isinstance(one, Reason))

_KINDS = {
    "quantity": "买多件", "price": "价格", "restock": "补货", "production date": "生产日期",
    "alternative": "同类", "discount": "优惠", "sizes": "尺码", "size": "尺码", "size for": "适合的尺码",
    "colour": "颜色", "colours": "颜色", "stock": "库存", "for whom": "适合谁", "suits": "是否适合",
    "health": "健康方面", "age": "适用年龄", "expiry": "保质期", "warranty": "质保", "ingredients": "成分",
    "contains": "是否含", "material": "材质", "origin": "产地", "weight": "重量", "capacity": "容量",
    "pieces": "规格数量", "power": "功率", "dimensions": "尺寸", "battery": "续航", "waterproof": "防水",
    "washing": "洗涤", "scent": "气味", "fit": "版型", "keeps warm": "保温", "ports": "接口",
    "works with": "适用机型", "link": "链接", "on screen": "正在展示", "named before": "前面提到的",
}  # fmt: skip
_BASES = {
    "repeat": Both("what they bought before", "买过同款"),
    "goes_with": Both("what goes with their purchases", "常与买过的一起买"),
    "new_in_category": Both("the kind they buy", "买过的品类里的新品"),
    "host_showing": Both("what the host shows", "主播正在讲"), "hot_now": Both("what sells now", "此刻热卖"),
    "hot_today": Both("what sold today", "今天热卖"), "hot_lately": Both("what sold lately", "近期热卖"),
    "pinned": Both("what the shop pinned", "店铺置顶"), "sells": Both("what sells most", "卖得多"),
    "catalogue": Both("the catalogue's order", "商品目录"), "asked_for": Both("what was asked for", "观众点名要的"),
}  # fmt: skip
"""What a suggestion was chosen by, by the code of the ranking."""
_BASES_IN_CHINESE = {said: both.zh for code, both in _BASES.items() for said in (code, str(both))}
_MODES = {"auto": "自动", "suggest-only": "仅建议", "silent": "静默"}
_GRADES = {"platform": "平台账号", "code": "绑定码", "staff": "员工关联"}


def _asks(said: str) -> str:
    """Read "price and size xl"."""
    return "、".join(_kind(one) for one in said.split(" and "))


def _kind(said: str) -> str:
    kind = next(
        (one for one in sorted(_KINDS, key=len, reverse=True) if said == one or said.startswith(f"{one} ")), ""
    )
    return f"{_KINDS[kind]}{said[len(kind) :].replace(' ', '', 1)}" if kind else said


def chosen_by(code: str) -> str:
    """Return the reason of a suggestion, by what the ranking says it was chosen by, such as "goes_with:beauty"."""
    base, colon, beside = code.partition(":")
    return CHOSEN_BY.format(code=f"{_BASES.get(base, base)}{colon and ': '}{beside}")


def _code(said: str) -> str:
    base, colon, beside = said.partition(":")
    return f"{_BASES_IN_CHINESE.get(base, base)}{colon and '：'}{beside.lstrip()}"


_SLOTS: Mapping[str, Callable[[str], str]] = {
    "asks": _asks,
    "how": _asks,
    "code": _code,
    "mode": lambda said: _MODES.get(said, said),
    "grade": lambda said: _GRADES.get(said, said),
    "choices": lambda said: said.replace(" or ", " 或 "),
}
"""What is put in Chinese where a template names it; `why` and `besides` are reasons themselves."""


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], Reason], ...]:
    """Return every template as a pattern; the one that says most by itself comes first."""
    found = []
    for reason in KNOWN:
        pattern, own = "", 0
        for words, name, _, _ in Formatter().parse(reason):
            pattern += re.escape(words) + (f"(?P<{name}>.*?)" if name else "")
            own += len(words)
        if own < len(reason):
            found.append((own, re.compile(pattern, re.DOTALL), reason))
    return tuple((pattern, reason) for _, pattern, reason in sorted(found, key=lambda one: -one[0]))


_PLAIN = {str(reason): reason for reason in KNOWN}


def read(said: str) -> tuple[Reason, dict[str, str]] | None:
    """Return the template that a kept reason was made of, and what was put in; None of what is no reason of ours."""
    if (plain := _PLAIN.get(said)) is not None:
        return plain, {}
    if len(said) > LONGEST_READ:
        return None
    for pattern, reason in _patterns():
        if (match := pattern.fullmatch(said)) is None:
            continue
        # Almost anything has a semicolon in it; two reasons begin with one that is known.
        if reason is not BOTH or read(match["why"]) is not None:
            return reason, match.groupdict()
    return None


def told(said: str, language: str, slots: Mapping[str, Callable[[str], str]] | None = None) -> str:
    """Return a kept reason in the language of who reads it; what is no reason of ours as it is.

    `slots` put in Chinese what other parts of the program worded, by its name in a template.
    """
    if language != "zh" or (found := read(said)) is None:
        return said
    reason, values = found
    worded = {
        **_SLOTS,
        **dict.fromkeys(("why", "besides", "claim"), lambda one: told(one, language, slots)),
        **(slots or {}),
    }
    return reason.zh.format(**{name: worded.get(name, str)(value) for name, value in values.items()})
