"""What people have just answered: whoever asks the same a little later gets those very words, while they are true."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from rapidfuzz import fuzz

from bot.catalog import Catalog, Product
from bot.catalog.entries import products_in
from bot.cues.relevance import asks_nothing
from bot.escalation import Escalation, StaffReply, State
from bot.escalation.mentions import uncorrected
from bot.escalation.one_question import one_question
from bot.guard.offers import foreign
from bot.product_questions.reading import kinds_asked
from bot.product_questions.which import products_named
from bot.text import folded, normalise

SAYS_THE_SAME = 80
"""Likeness of a reply to an answer that was recalled, of 100, from which on it says that answer."""
LASTS = frozenset({State.WAITING, State.RESOLVED})
"""Somebody has answered and is not at the case any more."""

_HOLDS_ON = re.compile(
    "稍等|等一下|请等|查一下|帮您查|为您查|帮您看|为您看|感谢您的耐心|还有什么可以"
    r"|\b(?:one moment|moment please|hold on|looking (?:it |this |that )?(?:up|into)|let me (?:check|see|look)"
    r"|anything else|thank you for waiting)\b"
)
"""Said to those who wait, and no answer to what they asked."""
_ONE_PERSONS = re.compile(
    "私信|联系客服|找客服|核实|核对|[您你]的?(?:订单|单子|单号|包裹|快递|地址|账号|那[单个件款]|这单|情况)"
    r"|(?:给|帮|为|替|跟)[您你](?:处理|安排|登记|备注|改|退|补|留|加急|反馈|申请)"
    r"|(?:给|帮|为|替|跟)[您你][^,.;!?，。；！？]{0,8}(?:了|好|过去|一[件份个])"
    r"|[您你](?:上次|之前)|[您你](?:昨天|刚才?)?(?:买|拍|下单?|付|订|选)的"
    r"|[您你](?:中奖|抽中|被抽中)|(?:女士|先生|小姐|亲故|同学)|(?:单号|运单|物流)\D{0,4}[a-z0-9]{6}|\d{9}"
    r"|(?:已经?|都)(?:安排|登记|备注|处理|退|改|取消|补发|发出|发货|寄出|加急|提交|反馈|上报)"
    r"|\b(?:message (?:us|me|customer)|dm|in private|privately|yours|you won"
    r"|your (?:order|parcel|package|account|address|case|refund|payment|one)"
    r"|(?:way|sent|sending|shipped) (?:it |them )?to you"
    r"|(?:\w+ed|done|kept|held|set|open) (?:it |that |one |this )?for you"
    r"|(?:i|we)(?:'?ve| have| had)? (?:just |already |now )?(?:changed|sent|added|cancell?ed|shipped|booked|fixed"
    r"|noted|reserved|updated|replaced|moved|removed|entered|done)|already (?:sent|shipped|done)|refunded)\b"
)
"""About one person's own matter, done for one of them, or answered elsewhere."""
_PASSES = re.compile(
    "马上|立刻|立马|待会|等会|一会儿?|稍后|晚点|接下来|下一?[个款件位轮波]|倒计时|刚[刚才]?(?!性|需|好)|正在|快要?[结开]"
    r"|(?:\d+|[一二两三四五六七八九十几半]+)(?:多|来)?个?(?:分钟?|秒钟?|小时)(?:后|内|左右)?(?:开|上|讲|抢|结|截|恢)"
    r"|(?:再|还)(?:过|等|有)(?:\d+|[一二两三四五六七八九十几半]+)|(?:只?剩|最后|仅剩)\D{0,3}(?:\d+|[一二两三四五六七八九十几])"
    r"|\b(?:soon|shortly|coming up|next|right now|just (?:now|started|ended|sold|went|gone)|still live"
    r"|a (?:minute|moment|second) ago"
    r"|in (?:a|an|one|two|three|five|ten|\d+|some) (?:few )?(?:min(?:ute)?|moment|sec(?:ond)?)s?"
    r"|(?:min(?:ute)?|sec(?:ond)?)s? (?:left|to go|from now)"
    r"|(?:only|just) (?:one|two|three|four|five|\d+)(?: \w+)? left"
    r"|last (?:one|two|three|few|\d+))\b"
)
"""True as it is said, and not ten minutes later."""
_THIS = re.compile(
    r"这|那(?!么)|它|该(?:款|产品)|同款|\b(?:this|that|it|its|these|those|they|them|one|ones)\b", re.ASCII
)
_IN_STOCK = re.compile(r"有货|现货|有库存|还有|还剩|能拍|可以拍|\b(?:in stock|available|left)\b")
_SOLD_OUT = re.compile(
    r"没货|无货|没有货|没了|缺货|断货|售罄|[卖抢]完|补货|下架|断码|\b(?:sold out|out of stock|gone|unavailable)\b"
)


@dataclass(frozen=True, slots=True)
class StaffAnswer:
    """One answer of staff that stands by itself, and what it answered."""

    case: int
    mark: str
    """Of the reply."""
    text: str
    at: datetime
    since: datetime
    """When it was asked first."""
    questions: tuple[str, ...]
    """In the viewers' words."""
    told: frozenset[str]
    """Ids of the viewers who have read it."""
    subject: str = ""
    """What the case is about, where it has that: one question about one product."""
    entries: frozenset[str] = frozenset()
    """Entries of the FAQ that the questions are near."""
    recalled_before: frozenset[str] = frozenset()
    """Those of them whose answer was recalled already when staff answered, who knew it then."""

    def known_by(self, entries: Collection[str], recalled_before: Collection[str]) -> StaffAnswer:
        """Return it with the entries near its questions, and which of them staff knew to be recalled."""
        return replace(self, entries=frozenset(entries), recalled_before=frozenset(recalled_before))

    def answers(self, text: str, subject: str) -> bool:
        """Return whether the very same is asked: the same subject, or the same words but for what changes nothing."""
        if subject or self.subject:
            return subject == self.subject
        return any(one_question(question, text) for question in self.questions)

    def says_recalled(self, recalled: Mapping[str, str]) -> bool:
        """Return whether it may say an answer that was recalled since; `recalled` holds those answers by entry."""
        if any(entry in recalled and entry not in self.recalled_before for entry in self.entries):
            return True
        plain = normalise(self.text)
        return any(
            fuzz.partial_ratio(normalise(answer), plain) >= SAYS_THE_SAME for answer in recalled.values() if answer
        )

    def still_true(self, catalog: Catalog) -> bool:
        """Return whether the catalogue says the same of price and stock as the answer does."""
        return _true_now(self.text, self.questions, self.subject, catalog)


def holds_later(text: str, question: str, catalog: Catalog) -> bool:
    """Return whether what staff said to a question is an answer, and as true minutes later as it was then."""
    plain = folded(text)
    passes = _HOLDS_ON.search(plain) or _PASSES.search(plain)
    return passes is None and _true_now(text, (question,), "", catalog)


def _true_now(text: str, questions: Sequence[str], subject: str, catalog: Catalog) -> bool:
    named = dict.fromkeys(sku for said in (text, *questions) for sku in products_named(said, catalog))
    skus = [*products_in([subject]), *named]
    if any(sku not in catalog for sku in skus):
        return False
    about: list[Product] = [catalog[sku] for sku in dict.fromkeys(skus)]
    if any(True for _ in foreign(text, about, catalog)):
        return False
    plain = folded(text)
    if _SOLD_OUT.search(plain):
        return bool(about) and not any(product.available for product in about)
    if _IN_STOCK.search(plain):
        return bool(about) and all(product.available for product in about)
    return True


def about_screen(text: str, catalog: Catalog) -> bool:
    """Return whether a line may mean the product that is on screen: "this one", or a question of any product's."""
    if products_named(text, catalog):
        return False
    return says_this(text) or bool(kinds_asked(text, catalog))


def says_this(text: str) -> bool:
    """Return whether a line points at something: "this one", 它."""
    return _THIS.search(folded(text)) is not None


def answer_of(case: Escalation, questions: Sequence[str]) -> StaffAnswer | None:
    """Return what staff answered in a case, if it can be said to others who ask one of its questions.

    None where it took a conversation, where somebody is angry, and while somebody is at the case.
    """
    if case.state not in LASTS or case.cues or not questions:
        return None
    corrected = {reply.corrects for reply in case.replies if _left(reply)}
    left = [reply for reply in case.replies if _left(reply) and reply.mark not in corrected]
    telling = [reply for reply in left if not _HOLDS_ON.search(folded(reply.text))]
    if not telling:
        return None
    reply = telling[-1]
    asked = [asker for asker in case.askers if asker.at <= reply.at and _asks(asker.text, questions)]
    if len(telling) > 1 and not any(asker.at > telling[-2].at for asker in asked):
        return None  # two lines of one answer, or of a conversation
    plain = folded(reply.text)
    if _ONE_PERSONS.search(plain) or _PASSES.search(plain) or _speaks_to_somebody(reply.text, case):
        return None
    beside = [asker for asker in case.askers if asker.at <= reply.at and asker not in asked]
    if any(not asks_nothing(asker.text) for asker in beside):
        return None  # it answers what was said beside the question as well
    return StaffAnswer(
        case.id, reply.mark, uncorrected(reply.text), reply.at, min(asker.at for asker in case.askers),
        tuple(questions), frozenset(viewers_told(case, reply, questions)), case.subject,
    )  # fmt: skip


def _left(reply: StaffReply) -> bool:
    return any(line.state == "sent" for line in reply.lines)


def _asks(text: str, questions: Sequence[str]) -> bool:
    return text in questions or any(one_question(question, text) for question in questions)


def _speaks_to_somebody(text: str, case: Escalation) -> bool:
    return any(len(name) > 1 and name in text for name in (asker.viewer.name for asker in case.askers))


def viewers_told(case: Escalation, reply: StaffReply, questions: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the viewers who have read a reply, each with what they had asked that it answers."""
    read = [line for line in reply.lines if line.state in ("sent", "uncertain")]
    found: dict[str, tuple[str, ...]] = {}
    for asker in case.askers:
        named = any(asker.viewer.name in line.names for line in read)
        # A line without names is said to everybody who was there. Who came later was named for the same question.
        before = asker.at <= reply.at and (named or any(not line.names for line in read))
        if before or (named and _asks(asker.text, questions)):
            found[asker.viewer.id] = (*found.get(asker.viewer.id, ()), asker.text)
    return found
