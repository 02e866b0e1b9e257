"""Questions about products, decided: the catalogue's word, a question back, the FAQ first, or one case for all."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.catalog import Catalog
from bot.catalog.file import parse_catalog
from bot.cues.handover import Handover
from bot.decide import decide
from bot.faq.entries import Faq
from bot.faq.files import parse_faq
from bot.faq.match import Matcher
from bot.knowledge import Knowledge, Rules
from bot.memory import RoomMemory
from bot.messages import Answer, ChatMessage, Clarify, Decision, Escalate, Ignore, Merge, Suggest, Viewer
from bot.store import Store, open_store
from tests.fakes import LONG_ENOUGH, ROOM, Clock, ScriptedConnector, room_of, running, settled

NOW = datetime(2026, 11, 12, 20, 0, tzinfo=UTC)

FAQ = """\
## 适合油皮吗？ {#oily}
- 油皮能用吗
- 油皮可以用吗

清爽的都适合油皮。

## 面霜是什么材质？ {#jar}
面霜是玻璃瓶装的。

## 羽绒服多少钱？ {#jacket}
<!-- products: F101 -->
- 羽绒服有没有货
- 羽绒服有没有

羽绒服还有 {stock:F101} 件。

## 这个多少钱？ {#screen-price}
{title:screen} 现在 {price:screen}。

## 包邮吗？ {#postage}
满 59 元包邮。

## 孕妇可以用吗？ {#pregnant}
<!-- then: person -->
- 孕妇能用吗
"""
CATALOG = """\
sku,title,price,stock,category,tags,link_no,nicknames,sizes,colours,suits,not_for,facts
A103,舒缓面霜 50g,89,12,护肤,面霜;cream,3,,,,干皮/dry skin,油皮/oily skin,材质:乳霜;成分:甘油
A105,亮肤精华 30ml,119,5,护肤,精华;serum,5,,,,油皮/oily skin,,
A108,卸妆油 150ml,65,0,护肤,卸妆油,7,,,,油皮/oily skin,,
F101,羽绒服 女款,359,28,服饰,羽绒服;down jacket,31,,S;M;L,黑色/black,,,
H101,婴儿湿巾 6包,49.9,20,母婴,湿巾,41,,,,,,
E108,厨房湿巾 4包,29.9,20,厨房,湿巾,42,,,,,,
"""


def knows(catalog: str = CATALOG) -> Knowledge:
    entries, problems = parse_faq(FAQ, "faq.md")
    products, more = parse_catalog(catalog, "catalog.csv")
    assert not [*problems, *more]
    read = Faq.of(entries)
    return Knowledge(read, Matcher(read), products, Handover())


KNOWLEDGE = knows()


class Chat:
    """A room that decides and remembers."""

    def __init__(self, rules: Rules | None = None) -> None:
        self.memory, self.rules, self.now, self.said = RoomMemory(), rules or Rules(), NOW, 0

    def says(self, text: str, viewer: str = "v1", *, after: int = 5) -> Decision:
        self.now += timedelta(seconds=after)
        self.said += 1
        message = ChatMessage("studio", f"m{self.said}", Viewer(viewer, viewer), text, self.now)
        decision = decide(message, KNOWLEDGE, self.memory, self.rules, self.now)
        self.memory.note_decided(message, decision, self.now)
        if isinstance(decision, Escalate):
            self.memory.note_case(decision.subject or decision.asked or text, self.said, self.now)
            self.memory.note_turn_case(message, self.said)
        return decision


def entry_of(decision: Decision) -> str:
    assert isinstance(decision, Answer), decision
    return decision.entry


def reason_of(decision: Decision) -> str:
    assert isinstance(decision, Escalate), decision
    return decision.reason


def test_the_catalogue_answers_under_a_name_of_its_own() -> None:
    decision = Chat().says("3号链接多少钱")
    assert isinstance(decision, Answer)
    assert (decision.entry, decision.wording) == ("product:A103/price", "zh")
    assert decision.text == "3号链接「舒缓面霜 50g」现在 ¥89。"
    assert "A103, asked: price" in decision.reason


def test_what_staff_wrote_about_the_same_question_comes_first() -> None:
    assert entry_of(Chat().says("适合油皮吗")) == "oily"
    assert entry_of(Chat().says("面霜是什么材质")) == "jar"
    assert reason_of(Chat().says("孕妇能用吗")) == "a topic the FAQ leaves to people"


def test_an_entry_about_the_price_of_a_product_says_nothing_about_its_sizes() -> None:
    assert entry_of(Chat().says("羽绒服多少钱")) == "jacket"
    assert KNOWLEDGE.matcher.match("羽绒服有没有大码").best is not None
    assert entry_of(Chat().says("羽绒服有没有大码")) == "product:F101/sizes"
    assert entry_of(Chat().says("羽绒服有没有")) == "jacket"


def test_what_holds_for_all_gives_way_to_what_is_known_of_the_product_that_is_named() -> None:
    decision = Chat().says("面霜油皮能用吗")
    assert entry_of(decision) == "product:A103/suits"
    assert isinstance(decision, Answer)
    assert decision.text == "3号链接「舒缓面霜 50g」不建议油皮用。"


def test_of_a_product_named_while_another_is_shown_the_named_one_is_told() -> None:
    chat = Chat()
    chat.memory.on_screen = "F101"
    assert entry_of(chat.says("这个多少钱")) == "screen-price"
    assert entry_of(chat.says("精华多少钱", "v2")) == "product:A105/price"


def test_a_viewer_goes_on_about_the_product_of_the_line_before() -> None:
    chat = Chat()
    chat.says("31号链接多少钱")
    assert entry_of(chat.says("那有大码吗")) == "product:F101/sizes"
    assert entry_of(chat.says("有黑色吗")) == "product:F101/colour"
    somebody_else = chat.says("有XL吗", "v2")
    assert reason_of(somebody_else) == "product question, and no product named or on screen: size xl"
    assert not isinstance(chat.says("有L吗", after=200), Answer)  # too long ago


def test_the_same_question_in_other_words_is_one_case_with_product_and_kind() -> None:
    chat = Chat()
    first = chat.says("3号链接敏感肌能用吗")
    assert reason_of(first) == "product question: A103 3号链接「舒缓面霜 50g」; suits 敏感肌 is not in the catalogue"
    assert isinstance(first, Escalate)
    assert first.subject == "product:A103/suits=敏感肌"
    joined = chat.says("面霜适合敏感肌吗", "v2")
    assert isinstance(joined, Merge)
    assert joined.into_escalation == 1
    assert isinstance(chat.says("面霜适合混合皮吗", "v3"), Escalate)
    assert isinstance(chat.says("5号敏感肌能用吗", "v4"), Escalate)


def test_an_unknown_link_goes_to_a_person_and_never_to_another_product() -> None:
    assert reason_of(Chat().says("99号链接多少钱")) == "asks about link 99, which the catalogue does not have"


def test_two_products_of_one_name_are_asked_about_once() -> None:
    chat = Chat()
    asked = chat.says("湿巾多少钱")
    assert isinstance(asked, Clarify)
    assert asked.options == ("product:H101/price", "product:E108/price")
    assert entry_of(chat.says("2")) == "product:E108/price"
    assert "may be H101 or E108" in reason_of(chat.says("湿巾还有货吗"))


@pytest.mark.parametrize(
    ("said", "entry"),
    [("厨房的", "product:E108/price"), ("厨房湿巾", "product:E108/price"), ("婴儿湿巾", "product:H101/price")],
)
def test_which_of_two_products_may_be_said_in_words(said: str, entry: str) -> None:
    chat = Chat()
    chat.says("湿巾多少钱")
    assert entry_of(chat.says(said)) == entry


def test_something_like_a_sold_out_product_is_suggested_on_demand() -> None:
    chat = Chat()
    sold_out = chat.says("7号还有货吗")
    assert isinstance(sold_out, Answer)
    assert sold_out.text == "7号链接「卸妆油 150ml」现在卖完了。"
    like = chat.says("有没有类似的")
    assert isinstance(like, Suggest)
    assert like.instead_of == "A108"


def test_a_product_and_the_faq_answer_one_line_together() -> None:
    assert entry_of(Chat().says("3号多少钱，包邮吗")) == "product:A103/price+postage"
    assert entry_of(Chat().says("3号多少钱 包邮吗")) == "product:A103/price+postage"
    assert entry_of(Chat().says("31号多少钱？有黑色吗")) == "product:F101/price+product:F101/colour"


def test_half_an_answer_is_none_but_staff_get_what_is_known() -> None:
    two = Chat().says("3号多少钱 功率多大")
    assert isinstance(two, Escalate)
    assert two.draft == "3号链接「舒缓面霜 50g」现在 ¥89。"


def test_the_same_answer_is_not_said_twice_in_a_row() -> None:
    chat = Chat()
    chat.says("3号链接多少钱")
    assert isinstance(chat.says("三号什么价"), Ignore)
    assert entry_of(chat.says("5号什么价")) == "product:A105/price"


def test_a_room_that_is_not_on_auto_gets_it_as_a_draft() -> None:
    decision = Chat(Rules(mode="suggest-only")).says("3号链接多少钱")
    assert isinstance(decision, Escalate)
    assert decision.draft == "3号链接「舒缓面霜 50g」现在 ¥89。"


def test_trouble_with_an_order_is_no_question_about_the_product() -> None:
    assert reason_of(Chat().says("3号链接的货没到")) == "sounds like trouble with an order"
    assert not isinstance(Chat().says("3号还没发货怎么办"), Answer)


# in a room


@pytest.fixture
async def store(tmp_path: Path) -> Store:
    return await open_store(f"sqlite:///{tmp_path}/shop.db")


async def heard(store: Store, messages: int) -> None:
    """Wait until so many replies wait to be sent."""
    async with asyncio.timeout(LONG_ENOUGH):
        while len(await store.next_replies(ROOM, 10)) < messages:
            await asyncio.sleep(0.005)


async def test_price_and_stock_are_those_of_the_moment_of_sending(store: Store) -> None:
    now = [KNOWLEDGE]
    feed = ScriptedConnector()
    room = room_of(store, feed, Clock(), lambda: now[0])
    async with running(room):
        feed.link.state = "waiting"
        feed.says("3号链接多少钱", "ann")
        feed.says("5号还有货吗", "ben")
        await heard(store, 2)
        now[0] = knows(CATALOG.replace("50g,89,", "50g,79,").replace("30ml,119,5,", "30ml,119,0,"))
        feed.link.state = "connected"
        await settled(store, feed, 2)
    assert feed.texts == [
        "@Ann 3号链接「舒缓面霜 50g」现在 ¥79。",
        "@Ben 5号链接「亮肤精华 30ml」现在卖完了。",
    ]
    await store.close()


async def test_an_answer_the_catalogue_no_longer_gives_goes_to_a_person(store: Store) -> None:
    now = [KNOWLEDGE]
    feed = ScriptedConnector()
    room = room_of(store, feed, Clock(), lambda: now[0])
    async with running(room):
        feed.link.state = "waiting"
        feed.says("3号链接适合干皮吗", "ann")
        await heard(store, 1)
        now[0] = knows(CATALOG.replace("干皮/dry skin", ""))
        feed.link.state = "connected"
        await settled(store, feed, 1)
    assert feed.texts == []
    (case,) = await store.cases.several()
    assert "neither the FAQ nor the catalogue" in case.reason
    await store.close()


async def test_one_reply_of_staff_reaches_all_who_asked_and_a_restart_forgets_no_case(store: Store) -> None:
    feed, clock = ScriptedConnector(), Clock()
    async with running(room_of(store, feed, clock, lambda: KNOWLEDGE)):
        feed.says("3号链接敏感肌能用吗", "ann")
        await settled(store, feed, 1)
    feed2 = ScriptedConnector()
    feed2.said = 10
    async with running(room_of(store, feed2, clock, lambda: KNOWLEDGE)):
        feed2.says("面霜敏感肌可以用吗", "ben")
        await settled(store, feed2, 2)
    (case,) = await store.cases.several()
    assert [asker.viewer.name for asker in case.askers] == ["Ann", "Ben"]
    (balance,) = await store.balance()
    assert (balance.escalated, balance.merged, balance.unexplained) == (1, 1, 0)
    await store.close()


def test_an_empty_catalogue_knows_no_products() -> None:
    assert Catalog().by_name.skus == {}
