"""What viewers may always ask for in chat: to link or unlink, to see or delete their data, to be left alone.

Each is answered with a sentence that anybody may get, so that it tells nobody whether the viewer is known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from bot import reasons
from bot.text import Language, language_of, normalise


class Wish(StrEnum):
    """What a viewer asks for about themselves."""

    LINK = "link"
    """A one-time code was typed."""
    UNLINK = "unlink"
    SHOW = "show my data"
    DELETE = "delete my data"
    LEAVE_ALONE = "no suggestions"
    SUGGEST_AGAIN = "suggestions again"


_ASKS = "(?:我要|我想要?|想要?|帮我|给我|请|麻烦|申请|可以)*"
_END = "(?:一下|吧|了|啦|谢谢)*"
_THINGS = "(?:商品|东西|产品|任何东西)?"
_DATA_ZH = "(?:的?(?:所有|全部|个人)*的?(?:数据|信息|资料|记录|个人信息))"
_DATA_EN = r"(?:all )?(?:of )?my (?:personal )?(?:data|information|records?)"
_STUFF_EN = r"(?: (?:me|us))?(?: (?:things|products|stuff|anything))?(?: to me)?"

# Whole lines only: "别推荐给我男朋友这种" is talk about a product, "我的数据线坏了" is about a cable.
_PATTERNS: tuple[tuple[Wish, re.Pattern[str]], ...] = (
    (
        Wish.UNLINK,
        re.compile(
            rf"{_ASKS}(?:把我)?(?:解绑|解除绑定|取消绑定|解除关联|取消关联)(?:我的)?(?:账号|账户|订单)?{_END}"
            r"|(?:unlink|unbind|disconnect)(?: me| my (?:account|orders?))?"
        ),
    ),
    (
        Wish.SHOW,
        re.compile(
            rf"{_ASKS}(?:看|查|查看|查询|导出|下载)(?:一下)?我{_DATA_ZH}{_END}|我的(?:数据|个人数据|个人信息)|你们?(?:有|存了|保存了)我的?什么(?:数据|信息|资料)"
            rf"|(?:show|see|export|download)?(?: me)? ?{_DATA_EN}|what (?:data|information) do you (?:have|keep) (?:about|on) me"
        ),
    ),
    (
        Wish.DELETE,
        re.compile(
            rf"{_ASKS}(?:删除|删掉|删了|清除|清空|抹掉|注销)(?:一下)?(?:你们的?)?我{_DATA_ZH}{_END}"
            rf"|{_ASKS}把我{_DATA_ZH}(?:都|全部?)?(?:删除|删掉|删了|清除|清空)(?:掉)?{_END}"
            rf"|{_ASKS}(?:删除|删掉|注销|销毁)(?:一下)?(?:我的?)?(?:账号|账户|帐号|帐户|个人资料|个人信息|个人数据|数据|资料|个人记录|聊天记录){_END}"
            rf"|{_ASKS}(?:删除|删掉|抹掉|清除|清空)(?:一下)?(?:所有|全部)?(?:关于|有关)我的?(?:所有|全部)?(?:数据|信息|资料|记录|东西){_END}"
            rf"|我(?:想|要)?(?:注销|销号|删号){_END}|(?:把我|将我)(?:的?(?:账号|账户))?(?:删了|删掉|删除|注销|注销掉|忘了|忘掉){_END}|别?(?:存|保存|保留|留着?)我{_DATA_ZH}了?"
            r"|(?:please )?(?:i want to |i would like to |id like to |i wanna |can you |could you )?(?:delete|erase|remove|wipe|close|cancel) (?:all )?(?:of )?my (?:account|profile|personal data|data|chat history|history|info)(?: now)?"
            r"|(?:delete|erase|remove) (?:everything|all) (?:you (?:have|know) )?(?:about|on) me|stop (?:keeping|storing|saving) my (?:data|information|info)|(?:do not|dont) (?:keep|store|save) my (?:data|information|info)|right to be forgotten"
            rf"|(?:delete|erase|remove) (?:{_DATA_EN}|my account)|forget (?:about )?me"
        ),
    ),
    (
        Wish.LEAVE_ALONE,
        re.compile(
            rf"{_ASKS}(?:别|不要|不用|别再|不要再|不用再|不想要|停止|关闭|关掉|取消)(?:给我|向我)?(?:再)?(?:个性化)?推荐(?:给我)?{_THINGS}{_END}"
            rf"|{_ASKS}(?:不想|不愿意?|不希望|别让我|不要让我|不要)(?:再)?(?:看到|看见|收到|接收)(?:你们?的?|任何|这些|这种|个性化)*推荐{_THINGS}{_END}|{_ASKS}(?:退订|td)(?:推荐|个性化推荐)?{_END}"
            rf"|{_ASKS}(?:关闭?|关掉|停止?|停掉|取消|屏蔽|拒绝)(?:给我|对我)?的?(?:所有|一切)?(?:个性化)?(?:推荐|推送)(?:功能|服务)?{_END}|(?:别|不要|不用)(?:再)?(?:给我|向我)?(?:推送|推销)(?:东西|商品|产品)?(?:给我)?{_END}"
            rf"|unsubscribe(?: me)?|opt(?: me)? out|(?:i )?(?:dont|do not) (?:want|need)(?: to (?:see|get|receive))? (?:any |any more |more |your )*(?:recommendations?|suggestions?)(?: anymore| any more)?"
            rf"|(?:please )?(?:turn off|disable|switch off)(?: the| my| all)? (?:personal(?:ised|ized)? )?(?:recommendations?|suggestions?)|leave me alone with (?:the |your )?(?:recommendations?|suggestions?)"
            rf"|(?:stop|no more|dont|do not|quit)(?: the)? (?:recommending|recommend|recommendations?|suggesting|suggest|suggestions?){_STUFF_EN}"
            r"|no (?:recommendations|suggestions)(?: for me)?"
        ),
    ),
    (
        Wish.SUGGEST_AGAIN,
        re.compile(
            rf"{_ASKS}(?:恢复|重新开启|开启|打开)(?:给我|个性化)*的?推荐{_END}|(?:可以|又可以)(?:给我推荐|推荐给我)了"
            r"|(?:start|resume) (?:recommending|recommendations|suggesting|suggestions)(?: again| to me)*"
            r"|(?:recommend|suggest)(?: things)? (?:to )?me again"
        ),
    ),
)

_SENTENCES: dict[Wish, tuple[str, str]] = {
    Wish.LINK: (
        "收到。绑定码有效的话，马上就会生效；没有生效，请找客服要一个新的。",
        "Got it. If the code is valid it takes effect now; if it does not, please ask our staff for a new one.",
    ),
    Wish.UNLINK: (
        "好的，这个账号现在没有绑定任何订单。",
        "OK, this account is not linked to any orders now.",
    ),
    Wish.SHOW: (
        "收到。个人数据不在直播间里说，请私信客服，核实后给您一份。",
        "Got it. Personal data is not discussed in the room; please message our staff, who will send you a copy.",
    ),
    Wish.DELETE: (
        "收到，已经转给工作人员处理。",
        "Got it, our staff will take care of it.",
    ),
    Wish.LEAVE_ALONE: (
        "好的，不再给您做个性化推荐。想恢复时，发“恢复推荐”就行。",
        "OK, no personal suggestions for you. Write “start recommending” whenever you want them again.",
    ),
    Wish.SUGGEST_AGAIN: (
        "好的，推荐已经打开。",
        "OK, suggestions are on.",
    ),
}

CASES: dict[Wish, str] = {
    Wish.SHOW: reasons.COPY_OF_DATA,
    Wish.DELETE: reasons.DELETE_DATA,
}
"""What staff get to do."""
DONE: dict[Wish, str] = {
    Wish.LINK: reasons.TYPED_CODE,
    Wish.UNLINK: reasons.UNLINK,
    Wish.SHOW: reasons.ASKS_DATA,
    Wish.DELETE: reasons.ASKS_DELETION,
    Wish.LEAVE_ALONE: reasons.NO_SUGGESTIONS,
    Wish.SUGGEST_AGAIN: reasons.SUGGESTIONS_AGAIN,
}
"""The reason that is kept: the same whether the viewer is known or not."""
LONGEST = 60
"""Characters above which a line says something else as well."""


def wish_of(text: str) -> Wish | None:
    """Return what a whole line asks for; None when it says anything else, or more."""
    if len(text) > LONGEST:
        return None
    plain = normalise(text)
    return next((wish for wish, pattern in _PATTERNS if pattern.fullmatch(plain)), None)


def sentence_for(wish: Wish, text: str, languages: Sequence[Language] = ("zh", "en")) -> str:
    """Return what is said: the same to everybody, in the line's language, or the shop's where it has none."""
    spoken = language_of(text) if any(char.isalpha() for char in text) else languages[0]
    return _SENTENCES[wish][0 if spoken == "zh" else 1]
