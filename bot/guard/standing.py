"""What stands around a claim: who denies it, asks for it or calls it a lie makes none."""

from __future__ import annotations

import re

from bot.guard.other_talk import is_a_fact, is_everyday

CLAUSE_END = re.compile(r"[，。！？；,!?;\n]|(?<!\d)[.:：]|[.:：](?!\d)")
SENTENCE_END = re.compile(r"[。！？!?\n]|\.(?=\s|$)")
LOOK_BACK, LOOK_AHEAD = 40, 60

# A no that governs what follows it. Not 不仅, 不用 (no need to), 没有比… (nothing beats), 无副作用 (the claim itself).
_DENIES = re.compile(
    "(?:不是|并不是|并非|不能|不可以?|不得|不准|不许|不会|不敢|不要|不让|不说|不写|不宣传|不宣称|不承诺|不保证|不提供|不具有?|不具备|不属于|不等于|不代表"
    "|不存在|不涉及|不含|不追求|不推荐|不相信|不再|不算|谈不上|称不上|算不上|说不上|无法|没法|难以|未必"
    "|没有?(?!比|什么|哪|任何(?:一款|产品)|副作用|最|用过|买过|见过|试过)|无(?!副|疑|毒|需|论|敌|与伦|可|任何副|效|忧|痕|痛|数|限)|非(?!常|同|凡|它|他|你)"
    "|别(?!家|人|的|家|错过|再|犹豫|墨迹)|勿|切忌|禁止|严禁|拒绝|杜绝|避免|谢绝|从不|绝不|决不|切勿|请勿|慎用|抵制|打击|删掉|去掉|删除|整改)"
    "(?!了?(?:才|不|还|就|就是|等于))|(?<![绝永从])[不没未别](?=$)"
)
_DENIED_INSIDE = re.compile(
    "(?:买卖|生意)(?:我们?|咱们?)?不|(?:没有?|未曾?|不(?:能|会|敢)?)(?:推荐|代言|认证|用过|获得?|说|背书|授权|参与|做过|是|保证|承诺|证明)"
)
_DENIED_AFTER = re.compile(
    "^(?:的)?(?:买卖|生意|事儿?)[^,，。]{0,3}不(?:干|做)|^[^，。！？]{0,6}(?:没有|不卖|没货|卖完了|断货了|下架了)(?:了|哦|的|呢|呀|哈)?$|^(?:的?(?:话|说法|东西|产品|款|资质|功能|功效|效果|作用)?)(?:我们?|咱们?|本店|这里|它|这款)?(?:这里|这边)?(?:都|也|是|可)?(?:没有(?!之一|对手|比)|不(?:能|敢|卖|是|做|具备|属于|可以)(?:说|写|讲|用|保证|承诺|有|的|哦|做|卖|$|[，。]))"
)
_WISHES_WELL = re.compile("(?:注意|记得|小心|当心|谨防|以防)[^。]{0,8}$")
_OWN_GOODS = re.compile(
    "(?:哪[款个种一]?[款个种]?|店里|本店|款(?:里|中|之中|当中)|其中|里面|当中|系列(?:里|中)|追求|争取|力求|努力(?:做到)?|希望|尽量|目标)[^，。]{0,10}$"
)
"""The shop's goods compared with each other, and what somebody strives for."""
_AT_A_TIME = re.compile(
    "^最[^,。]{0,3}的(?:优惠|力度|折扣|活动|福利|促销)[^,。]{0,4}(?:在|是|要等|得等|都在|一般在|放在)(?:双十[一二]|双11|双12|618|六一八|年底|年货节|周年庆|店庆|下(?:个)?[月周]|明[天晚年]|后天|周[一-日末]|[\\d一二三四五六七八九十]+月|春节|国庆|黑五)"
)
"""When the shop's own prices are lowest is a fact of its calendar."""
_REACH = 14
"""Characters between a no and what it governs."""
# 不是最好的我们不卖, 没有哪家: two noes make a claim.
_BOASTS = re.compile("(?:我们?|主播|本店|咱们?)(?:都|也|才)?(?:不(?:卖|上|推荐|播|做)|敢)|没有(?:之一|对手)")
_DENIES_EN = re.compile(
    r"\b(?:not|no|never|nothing (?:in|about|here)|none|cannot|can'?t|don'?t|doesn'?t|didn'?t|won'?t|isn'?t|aren'?t|wouldn'?t|without|neither|nor|avoid)\b"
    r"(?!\s+(?:only|just|side|risk|doubt|one|other|need|better|matter|wonder|longer))"
)
_ASKS = re.compile(
    r"(?:请问|(?:想|要|是)(?:问|知道|了解)|问(?:的是|一下)|是否|能不能|可不可以|会不会|有没有|是不是|好不好|算不算|怎么|为什么|什么时候|哪(?:款|个|种|一)"
    r"|能否|可否|指的是)[^。！!\n]*$|(?:能|会|可以|有|是|算)[^。！!\n]{0,30}(?:吗|么|嘛|不)[?？]?$"
)
_ASKS_FOR_SHOW = re.compile(
    "难道|想不想|要不要|想(?!问|知道|了解)要?[^。]{0,12}吗|还在|你知道|您知道|知道吗|信不信|敢不敢|谁不想|何不|怎能"
)
# Asked right behind the claim (最显白吗？), or said as a question and answered with no (冠军同款？没有).
_ASKED_BEHIND = re.compile("^[^，。！？!?,什怎这那多]{0,2}(?:吗|么|[嘛不](?=[?？]))(?=[哈啊?？，,。\\s]|$)")
_ASKED_ALOUD = re.compile(
    "^[^，。！？!?,]{0,4}[?？]\\s?(?:那?(?:倒|可|还|也|真)?(?:没有(?!之一|对手|比|问题|做不到|不)|没(?:[,。!哈哦啦的呢]|那么|这么)|不是(?!梦|问题|吹)|不能(?!再|更)|不会(?!再|反)|不(?:[,。!哈哦啦]|敢说|好说|一定|存在的)|哈哈|骗你|谈不上|哪有|哪能|别(?:想|指望|信|听|做梦|这么|问)|看(?:个人|肤色|皮肤|情况|体质|你|尺码|医生|说明)|因人|未必|抱歉|不好意思)|[^,，。！!?？]{0,8}(?:哪有|哪能|没那|看医生|去医院|(?:治|瘦|白|管|说)不了(?![^。!]{0,6}(?:退|赔|找我))))"
)
_NO_QUESTION = re.compile("不(?:就)?是|还有|哪(?:里|儿)?有|有(?:谁|哪)|谁|见过|敢信|能信")
_SAID_YES = re.compile(
    "^[^。！？!?\n]{0,12}?[吗么嘛][?？，,。]?\\s?(?:答案是)?(?:当然|必须|肯定|绝对|没问题|没错|是的|能(?=[的啊呀，,。！!]|$)|会(?=[的啊呀，,。！!]|$)|可以的?(?=[啊呀，,。！!]|$))"
)
_ASKS_EN = re.compile(
    r"^\s*(?:is|are|does|do|can|could|will|which|what|how|where|when|why|did|has|have|should)\b.*\?\s*$"
)
_CALLED_A_LIE = re.compile(
    "(?:是|都)假的|骗人|骗局|骗子|不实|违规|违法|违反|虚假|夸大|不可信|没有的事|没(?:这|那)回事|没那(?:么神|本事|功能|功效)|哪有那(?:本事|么神|回事)|(?:我们?|咱们?|这个|这话)[^,，。]{0,3}不敢(?:讲|这么说|说(?!第))|(?:说法|字眼|这[种样个句]话|那[种样个句]话)我们?(?:家|这里|从来)?不|别信|别相信|不要(?:相信|信)|不能信|不靠谱的|谣言|谣传|禁用词|敏感词|极限词|绝对化|不合规"
    "|(?:这类|这种|此类|这样)的?(?:宣传|说法|话|词|字眼|字样|表述|承诺)|(?:词|字眼|字样|说法|话术|表述)(?:都|是)?(?:不能|不可以|不要|请)"
    r"|\b(?:false|misleading|illegal|banned|forbidden|not allowed|scam|lie)\b"
)


_HEDGED = re.compile(
    "(?:去|到)(?:药店|药房)(?:买|问|看)|在(?:药店|药房)(?:买|有|问)(?!的|不到)|因人而异|因人而定|停用|停止使用|联系客服|看个人|没法保证|不能保证|不保证|不一定|不好说|(?:请|要|先|得|建议|应该?|最好)(?:去|先|问|看|找|咨询)+[^，。]{0,3}(?:医院|医生|医师|药师)|请?遵医嘱|(?:及时|请|马上)就医|说明书为准|标签为准"
)
_DOUBTS = re.compile(
    "我(?:就|可|是|才|真|都|也)*(?:打死)?不(?:太|怎么|大)?(?:信|相信)(?!还?(?:有|谁|哪|你|您))|怀疑|存疑|谁信(?!不)|(?<![没无])哪(?:有|来的?)(?:什么)?(?:东西|药|神药|亏本)|少来|骗小孩|广告(?:都|里)?(?:吹|说)|说得好听|真有人信"
    "|要是(?:真|哪天)?(?:真)?能|(?:做梦都|好|真)想|希望(?!大家|你们|您|家人)|(?:别|没|不|别太)指望|不求|不图|没听说(?!过?(?:比|有比))|什么(?:全网|神|最|根治|第一|包治)"
    r"|\b(?:doubt|who says|no way it|nobody (?:believes|said|says)|is it true|(?:it is |it'?s )?a myth|not (?:sure|buying|convinced)|if only|as if it|i never said|they claim|please do not say|i (?:wish|hope)|come on|yeah right)\b"
)
"""Doubted, hoped for, or somebody else's boast: none that sells says so of the goods."""
_WHO_SAYS = re.compile("谁(?:跟你|告诉你)?(?:说|讲)(?:的|了|过)?[^,。!?]{0,4}$")
_BUT = re.compile("结果|没想到|直到|后来|难道|想不想|谁不|就(?:拍|买|用|选|来)|[吃喝用敷贴]了|until|but |then ")
"""What turns a doubt or a hope into praise: I doubted it until I used it."""
_OPEN = re.compile("有没有|能不能|会不会|是不是|是否|可不可以|能否|行不行|有无|该不该|好不好")


def is_no_claim(text: str, start: int, end: int, rule: str) -> bool:
    """Return whether the words between the two places are denied, asked about or called a lie, and so no claim."""
    before, after = _clause(text, start, end)
    if rule == "absolute-claim" and (
        _OWN_GOODS.search(before) or _AT_A_TIME.search(text[start : end + _REACH]) or is_everyday(before, after)
    ):
        return True
    clause = f"{before}{text[start:end]}{after}"
    if _called_a_lie(text, start, end) or _HEDGED.search(clause) or is_a_fact(text, start, end, clause):
        return True
    if _OPEN.search(clause) and not _ASKS_FOR_SHOW.search(clause):
        return True
    if (
        _denied(before, after)
        or (_DENIED_AFTER.search(after) and not _DENIES.search(before))
        or _DENIED_INSIDE.search(text, start, end)
    ):
        return True
    if _WHO_SAYS.search(before) or (_DOUBTS.search(clause) and not _BUT.search(clause)):
        return True
    if _WISHES_WELL.search(text[max(0, start - LOOK_BACK) : start]):
        return True
    return _asked(text, start, end, clause)


def _clause(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after in the same clause."""
    before = text[max(0, start - LOOK_BACK) : start]
    for mark in CLAUSE_END.finditer(before):
        last = mark.end()
        before = " " * last + before[last:]
    after = text[end : end + LOOK_AHEAD]
    stop = CLAUSE_END.search(after)
    return before.lstrip(), after[: stop.start()] if stop else after


def _denied(before: str, after: str) -> bool:
    last = None
    for last in _DENIES.finditer(before):  # noqa: B007  the last one is wanted
        pass
    if last is not None and len(before) - last.end() <= _REACH:
        return not _BOASTS.search(after)
    last = None
    for last in _DENIES_EN.finditer(before):  # noqa: B007
        pass
    return last is not None


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    first = max(0, start - LOOK_BACK)
    for mark in SENTENCE_END.finditer(text, first, start):
        first = mark.end()
    stop = SENTENCE_END.search(text, end, end + LOOK_AHEAD)
    return first, stop.end() if stop else min(len(text), end + LOOK_AHEAD)


def _called_a_lie(text: str, start: int, end: int) -> bool:
    first, last = _sentence(text, start, end)
    around = text[first:start] + " " + text[end:last]
    hit = _CALLED_A_LIE.search(around)
    # "绝非虚假宣传" and "假一赔十" call nothing a lie.
    return hit is not None and not re.search("[不非无没](?:有|是)?[^,，。]{0,3}$", around[: hit.start()])


def _asked(text: str, start: int, end: int, clause: str) -> bool:
    first, last = _sentence(text, start, end)
    sentence = text[first:last]
    tail = text[end : end + LOOK_AHEAD]
    if _ASKS_FOR_SHOW.search(sentence) or _SAID_YES.match(tail):
        return False
    if _ASKED_ALOUD.match(tail) or (_ASKED_BEHIND.match(tail) and not _NO_QUESTION.search(text, first, start)):
        return True
    if _ASKS_EN.match(sentence):
        return True
    stop = SENTENCE_END.search(tail)
    is_question = stop is not None and stop.group() in "?？"
    asked = _ASKS.search(clause.strip())
    return asked is not None and (
        is_question or re.search("[吗么]", clause) is not None or re.search("问(?![题世])", clause) is not None
    )
