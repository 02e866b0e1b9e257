"""The FAQ's pages: what entries are worth, and topics settled with one key; each act is in the audit."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.messages import Answer, Escalate, Ignore, Scored
from bot.reasons import NOT_FOR_SHOP
from tests.console.shop import Browser, Shop
from tests.staff import reply

SHIPPING = """\
# Shipping

## When do you ship? {#ship-when}
- how soon do you ship
- what day does it leave

Within 48 hours.

## Where is my order? {#order-status}
<!--
then: person
-->
- track my parcel

## Is the sale still on? {#sale}
<!--
valid: 2026-11-01..2026-11-12
-->
- is the discount still there

Until tonight.
"""

CHILD = "can children wear this necklace"


@pytest.fixture
async def evening(shop: Shop) -> Shop:
    """A shop with an FAQ, after an evening: three answers, one topic staff answered, one nobody did."""
    shop.write_faq("shipping.md", SHIPPING)
    answer = Answer("ship-when", "Within 48 hours.", "own words", Scored("ship-when", 1.0))
    for viewer in ("ann", "ben", "ann"):
        await shop.heard("how soon do you ship", answer, viewer=viewer)
    case = await shop.asked(CHILD, viewer="cat", draft="Try the bracelet, link 3.")
    await shop.joined(case, "can my children wear this necklace?", viewer="dan")
    await reply(shop.store, case, "From three years on.", shop.now(), by="Tom")
    for n in range(4):
        await shop.heard("do you have a store in Hamburg", Ignore(NOT_FOR_SHOP), viewer=f"v{n}")
    return shop


async def keys(browser: Browser) -> dict[str, str]:
    """Return the topics' keys by their questions."""
    parts = (await browser.page("/faq/misses")).split('<article id="topic-')[1:]
    return {part.partition("<h2")[2].partition(">")[2].partition("<")[0]: part[:9] for part in parts}


def audited(shop: Shop, tmp_path: Path) -> list[tuple[str, str, str]]:
    with closing(sqlite3.connect(tmp_path / "shop.db")) as db:
        return db.execute("select actor, action, target from audit where action like 'faq%' order by id").fetchall()


async def test_every_entry_is_shown_with_its_worth_and_where_it_stands(evening: Shop) -> None:
    page = await (await evening.member("Li Na")).page("/faq")
    row = page.partition("When do you ship?")[2].partition("</tr>")[0]
    assert "shipping.md:3" in row
    for label, n in (("Answers", 3), ("Askers", 2), ("“No, I meant”", 0), ("To staff after", 0)):
        assert f'data-label="{label}">{n}</td>' in row
    assert "nobody" in row
    assert "no answer → person" in page
    assert "2026-11-12" in page


@pytest.mark.parametrize(
    ("sort", "first"), [("hits", "ship-when"), ("entry", "order-status"), ("until", "sale"), ("?", "ship-when")]
)
async def test_the_table_is_sorted_by_any_column(evening: Shop, sort: str, first: str) -> None:
    page = await (await evening.member("Li Na")).page(f"/faq?sort={sort}")
    assert page.partition('href="/faq/entries/')[2].startswith(f'{first}"')


async def test_somebody_vouches_for_an_entry_until_it_is_changed(evening: Shop, tmp_path: Path) -> None:
    li = await evening.member("Li Na")
    row = await (await li.press("/faq/entries/ship-when/verify")).text()
    assert "✓ Li Na, " in row
    assert "✓ Li Na, " in await li.page("/faq/entries/ship-when")
    evening.write_faq("shipping.md", SHIPPING.replace("48 hours", "72 hours"))
    assert "changed since Li Na" in await li.page("/faq/entries/ship-when")
    assert audited(evening, tmp_path) == [("Li Na", "faq verify", "ship-when")]


async def test_one_entry_shows_its_words_and_the_last_questions_it_answered(evening: Shop) -> None:
    page = await (await evening.member("Li Na")).page("/faq/entries/ship-when")
    for shown in ("what day does it leave", "Within 48 hours.", "how soon do you ship", "Ways of asking (3)"):
        assert shown in page
    assert page.count("This was wrong") == 3


async def test_a_wrong_answer_counts_against_the_entry_and_is_proposed_to_be_left_alone(
    evening: Shop, tmp_path: Path
) -> None:
    li = await evening.member("Li Na")
    message = (await evening.store.answered_by("ship-when"))[0]
    done = await li.press("/faq/entries/ship-when/wrong", room=message.room, message=message.message_id)
    assert "called wrong by Li Na" in await done.text()
    assert "called wrong by Li Na" in await li.page("/faq/entries/ship-when")
    page = await li.page("/faq/misses")
    assert "the answer of ship-when was called wrong" in page
    assert page.index("how soon do you ship") < page.index(CHILD)
    assert audited(evening, tmp_path) == [("Li Na", "faq wrong", "ship-when")]
    assert (await li.press("/faq/entries/sale/wrong", room=message.room, message=message.message_id)).status == 404


async def test_topics_are_shown_in_the_viewers_words_with_what_is_proposed(evening: Shop) -> None:
    page = await (await evening.member("Li Na")).page("/faq/misses")
    for shown in (
        CHILD,
        "can my children wear this necklace?",
        "2 asked · 2 messages",
        "From three years on.",
        "4 asked",
    ):
        assert shown in page
    assert "Try the bracelet" not in page  # what the bot suggested is nobody's answer


async def test_accepting_writes_the_entry_with_staffs_answer_and_says_where(evening: Shop, tmp_path: Path) -> None:
    li = await evening.member("Li Na")
    key = (await keys(li))[CHILD]
    done = await (await li.press(f"/faq/misses/{key}", do="accept", answer="From three years on.")).text()
    assert "New entry" in done
    assert "learned.md:3" in done
    written = (evening.faq_folder / "learned.md").read_text("utf-8")
    assert CHILD in written
    assert "- can my children wear this necklace?" in written
    assert "From three years on." in written
    evening.read_faq()
    assert evening.knowledge.matcher.match(CHILD).sure
    assert CHILD not in await keys(li)
    assert audited(evening, tmp_path)[0][:2] == ("Li Na", "faq entry")


async def test_what_nobody_answered_can_be_kept_from_the_bot_or_given_an_answer(evening: Shop) -> None:
    li = await evening.member("Li Na")
    key = (await keys(li))["do you have a store in Hamburg"]
    refused = await li.press(f"/faq/misses/{key}", do="entry", answer=" ")
    assert refused.status == 422
    assert "write the answer" in await refused.text()
    assert refused.headers["HX-Retarget"] == f"#notice-{key}"
    assert (
        await li.press(f"/faq/misses/{key}", do="entry", answer="the best cream in the world")
    ).status == 422  # as for any reply
    assert not (evening.faq_folder / "learned.md").exists()
    assert (await li.press(f"/faq/misses/{key}", do="no-answer")).status == 200
    evening.read_faq()
    (made,) = [entry for entry in evening.knowledge.faq.entries.values() if entry.path.endswith("learned.md")]
    assert (made.question, made.then, made.answer) == ("do you have a store in Hamburg", "silence", "")


async def test_wordings_are_added_to_the_nearest_entry_in_its_file(evening: Shop) -> None:
    await evening.heard("which day does my parcel leave you", Escalate("no sure answer"), viewer="eve")
    li = await evening.member("Li Na")
    key = (await keys(li))["which day does my parcel leave you"]
    done = await (await li.press(f"/faq/misses/{key}", do="phrasing")).text()
    assert "Phrasings added to ship-when: 1" in done
    assert "shipping.md:6" in done
    text = (evening.faq_folder / "shipping.md").read_text("utf-8")
    assert text == SHIPPING.replace(
        "day does it leave\n", "day does it leave\n- which day does my parcel leave you\n"
    )


async def test_before_writing_the_effect_on_the_last_real_questions_is_shown(evening: Shop) -> None:
    li = await evening.member("Li Na")
    key = (await keys(li))[CHILD]
    told = await (await li.press(f"/faq/misses/{key}/effect", answer="From three years on.")).text()
    assert "2 newly answered" in told
    assert "answered otherwise" not in told
    assert CHILD in told
    assert not (evening.faq_folder / "learned.md").exists()
    assert (await li.press(f"/faq/misses/{key}/effect", answer="the best cream in the world")).status == 422


async def test_a_dismissed_topic_does_not_come_back(evening: Shop) -> None:
    li = await evening.member("Li Na")
    key = (await keys(li))[CHILD]
    assert "Dismissed" in await (await li.press(f"/faq/misses/{key}", do="dismiss")).text()
    evening.late += timedelta(minutes=5)
    assert CHILD not in await keys(li)
    assert not (evening.faq_folder / "learned.md").exists()


async def test_the_last_act_is_taken_back_in_the_file_too(evening: Shop) -> None:
    li, tom = await evening.member("Li Na"), await evening.member("Tom")
    key = (await keys(li))["do you have a store in Hamburg"]
    await li.press(f"/faq/misses/{key}", do="no-answer")
    assert (evening.faq_folder / "learned.md").exists()
    back = await (await tom.press("/faq/misses/undo")).text()
    assert "Taken back: do you have a store in" in back
    assert f'id="topic-{key}"' in back
    assert not (evening.faq_folder / "learned.md").exists()
    assert (await tom.press("/faq/misses/undo")).status == 422


async def test_a_file_edited_since_is_left_when_an_act_is_taken_back(evening: Shop) -> None:
    li = await evening.member("Li Na")
    key = (await keys(li))[CHILD]
    await li.press(f"/faq/misses/{key}", do="accept", answer="From three years on.")
    path = evening.faq_folder / "learned.md"
    path.write_text(path.read_text("utf-8") + "\nMore.\n", "utf-8")
    back = await (await li.press("/faq/misses/undo")).text()
    assert "was edited since" in back
    assert "More." in path.read_text("utf-8")


async def test_of_two_who_press_at_once_one_settles_it(evening: Shop) -> None:
    li, tom = await evening.member("Li Na"), await evening.member("Tom")
    key = (await keys(li))[CHILD]
    assert (await li.press(f"/faq/misses/{key}", do="accept", answer="From three.")).status == 200
    assert (await tom.press(f"/faq/misses/{key}", do="accept", answer="From six.")).status == 409
    assert "From six" not in (evening.faq_folder / "learned.md").read_text("utf-8")


async def test_somebody_who_may_only_look_sees_all_and_changes_nothing(evening: Shop) -> None:
    eve = await evening.member("Eve", role="viewer")
    for path in ("/faq", "/faq/misses", "/faq/entries/ship-when"):
        page = await eve.page(path)
        assert "data-key" not in page
        assert '<form method="post" action="/faq' not in page
    message = (await evening.store.answered_by("ship-when"))[0]
    for path in ("/faq/entries/ship-when/verify", f"/faq/misses/{(await keys(eve))[CHILD]}", "/faq/misses/undo",
                 "/faq/entries/ship-when/wrong"):  # fmt: skip
        assert (await eve.press(path, do="accept", room=message.room, message=message.message_id)).status == 403
    assert await evening.store.verified() == {}


async def test_a_foreign_page_changes_nothing(evening: Shop) -> None:
    li = await evening.member("Li Na")
    key = (await keys(li))[CHILD]
    for path in (f"/faq/misses/{key}", "/faq/entries/ship-when/verify", "/faq/misses/undo"):
        answer = await li.session.post(path, data={"do": "accept"}, headers={"Origin": "https://elsewhere.example"})
        assert answer.status == 403
    assert await evening.store.settled_misses() == {}


async def test_hostile_questions_are_shown_as_text_and_never_written(evening: Shop) -> None:
    hostile = "<script>alert(1)</script> when does it leave"
    await evening.heard(hostile, Escalate("no sure answer"), viewer="eve")
    li = await evening.member("Li Na")
    page = await li.page("/faq/misses")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    key = next(key for question, key in (await keys(li)).items() if "script" in question)
    refused = await li.press(f"/faq/misses/{key}", do="no-answer")
    assert refused.status == 422
    assert "can stand in a file" in await refused.text()


async def test_personal_data_is_masked_on_the_page(evening: Shop) -> None:
    await evening.heard("my number is 13812345678, do you gift-wrap?", Escalate("personal data"), viewer="eve")
    page = await (await evening.member("Li Na")).page("/faq/misses")
    assert "13812345678" not in page
    assert "do you gift-wrap?" in page


async def test_the_pages_speak_chinese(evening: Shop) -> None:
    li = await evening.member("李娜")
    await li.post("/language", to="zh", back="/faq")
    assert "未答问题" in await li.page("/faq")
    page = await li.page("/faq/misses")
    for shown in ("采纳", "员工用自己的话回答过", "4 人问"):
        assert shown in page
    key = (await keys(li))[CHILD]
    assert "请填写回答" not in page
    assert "已新增条目" in await (await li.press(f"/faq/misses/{key}", do="accept", answer="三岁以上")).text()


async def test_an_entry_or_topic_that_is_not_there_is_said_so(evening: Shop) -> None:
    li = await evening.member("Li Na")
    assert (await li.get("/faq/entries/nothing")).status == 404
    assert (await li.press("/faq/entries/nothing/verify")).status == 404
    assert (await li.press("/faq/misses/t00000000", do="accept")).status == 409
    assert (await li.press(f"/faq/misses/{(await keys(li))[CHILD]}", do="burn")).status == 409


async def test_without_javascript_every_act_is_a_form_that_comes_back(evening: Shop) -> None:
    li = await evening.member("Li Na")
    key = (await keys(li))[CHILD]
    done = await li.post(f"/faq/misses/{key}", do="accept", answer="From three years on.")
    assert (done.status, done.url.path) == (200, "/faq/misses")
    done = await li.post("/faq/misses/undo")
    assert (done.status, done.url.path) == (200, "/faq/misses")
    done = await li.post("/faq/entries/ship-when/verify")
    assert (done.status, done.url.path) == (200, "/faq/entries/ship-when")


DATED = """\
## Is there a gift? {#gift}
<!--
valid: 2026-01-01..UNTIL
-->
- a present?

A cup with every order.

## When do you ship? {#ship-when}

Within two days.
"""


@pytest.mark.parametrize(("days", "only"), [(3, "expiring"), (-1, "over")])
async def test_what_lapses_or_is_over_is_looked_at_alone(shop: Shop, days: int, only: str) -> None:
    until = shop.desk.today() + timedelta(days=days)
    shop.write_faq("gift.md", DATED.replace("UNTIL", until.isoformat()))
    page = await (await shop.member("Li Na")).page(f"/faq?only={only}&sort=hits")
    assert "/faq/entries/gift" in page
    assert "/faq/entries/ship-when" not in page
    assert f"only={only}&amp;sort=entry" in page, "another order keeps the filter"


async def test_entries_are_searched_in_all_they_say_without_scripts(shop: Shop) -> None:
    shop.write_faq("gift.md", DATED.replace("UNTIL", "2030-01-01"))
    li = await shop.member("Li Na")
    for words in ("PRESENT", "cup with"):
        page = await li.page(f"/faq?q={words}")
        assert "/faq/entries/gift" in page
        assert "/faq/entries/ship-when" not in page
    assert "No entry fits." in await li.page("/faq?q=%3Cb%3E")
    verified = await li.page("/faq?only=unverified")
    assert "entries: 2" in verified
    await li.post("/faq/entries/gift/verify")
    assert "entries: 1" in await li.page("/faq?only=unverified")
