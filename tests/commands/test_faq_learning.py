"""`faq misses`, `report`, `stale`, `verify`: the evening after, from the command line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.messages import Answer, ChatMessage, Decision, Escalate, ReplyKind, Scored, Viewer
from bot.store import Store
from bot.store.records import Decided, Draft
from tests.commands.shop import SHIPPING, Shop, run
from tests.staff import reply

CHILD = "这个项链小孩能戴吗"
STORE = "你们门店几点关门"


@pytest.fixture
def evening(shop: Shop) -> Shop:
    """A shop after an evening: one answer, one question staff answered, one that three asked in vain."""

    async def heard(store: Store) -> None:
        now = datetime.now(UTC)
        said = [("ann", "几天能到"), ("ben", CHILD), *((f"v{n}", STORE) for n in range(3))]
        for n, (viewer, text) in enumerate(said):
            message = ChatMessage("studio", f"m{n}", Viewer(viewer, viewer), text, now)
            await store.claim(message, now)
            decision: Decision = Escalate("no sure answer")
            draft = None
            if n == 0:
                decision = Answer("ship-when", "48 小时内发货。", "own words", Scored("ship-when", 1.0))
                draft = Draft(ReplyKind.FAQ, "48 小时内发货。", now + timedelta(seconds=45))
            recorded = await store.record(Decided(message, decision, now, draft))
            if text == CHILD and recorded.escalation_id is not None:
                await reply(store, recorded.escalation_id, "三岁以上可以戴。", now, by="Li Na")

    shop.with_store(heard)
    return shop


def faq(shop: Shop, name: str) -> str:
    return (shop.folder / "faq" / name).read_text("utf-8")


def test_what_was_asked_in_vain_is_listed_with_what_is_proposed(evening: Shop) -> None:
    ended = run("faq", "misses")
    assert ended.code == 0
    assert f"{STORE}\n     3 asked, 3 messages" in ended.out
    assert "A no-answer entry (person)" in ended.out
    assert "A new entry: staff answered it in their own words\n       三岁以上可以戴。" in ended.out
    found = run("faq", "misses", "--json").json
    assert [(one["n"], one["question"], one["askers"]) for one in found] == [(1, STORE, 3), (2, CHILD, 1)]
    assert found[1]["proposal"]["kind"] == "entry"


def test_before_the_first_show_nothing_was_missed(shop: Shop) -> None:
    assert "Nothing waits" in run("faq", "misses").out
    assert run("faq", "misses", "--json").json == []


def test_accepting_writes_the_file_and_the_bot_answers_from_then_on(evening: Shop) -> None:
    key = run("faq", "misses", "--json").json[1]["key"]
    ended = run("faq", "misses", "--accept", key, "--by", "Li Na")
    assert ended.code == 0
    assert "faq/learned.md:3" in ended.out
    assert f"## {CHILD}" in faq(evening, "learned.md")
    assert run("ask", CHILD, "--json").json["reply"] == "三岁以上可以戴。"
    assert [one["question"] for one in run("faq", "misses", "--json").json] == [STORE]


def test_a_topic_can_be_named_by_its_number_and_settled_otherwise_than_proposed(evening: Shop) -> None:
    assert "No entry is near" in run("faq", "misses", "--phrasing", "1").err
    ended = run("faq", "misses", "--phrasing", "1", "--entry", "ship-when", "--json")
    (done,) = ended.json
    assert (done["what"], done["entry"], done["path"]) == ("phrasing", "ship-when", "faq/shipping.md")
    expected = SHIPPING.replace("how soon do you ship\n", f"how soon do you ship\n- {STORE}\n")
    assert faq(evening, "shipping.md") == expected
    assert run("faq", "misses", "--no-answer", "1").code == 0
    assert "then: person" in faq(evening, "learned.md")


def test_what_cannot_be_done_ends_with_1_and_says_why(evening: Shop) -> None:
    ended = run("faq", "misses", "--phrasing", "1", "--entry", "ship-wen")
    assert ended.code == 1
    assert 'Did you mean "ship-when"?' in ended.err
    ended = run("faq", "misses", "--accept", "9")
    assert ended.code == 1
    assert 'There is no topic "9"' in ended.err
    assert faq(evening, "shipping.md") == SHIPPING
    assert run("faq", "misses", "--since", "yesterday").code == 2


def test_a_dismissed_topic_is_gone_until_that_is_taken_back(evening: Shop) -> None:
    assert run("faq", "misses", "--dismiss", "1").code == 0
    assert [one["question"] for one in run("faq", "misses", "--json").json] == [CHILD]
    ended = run("faq", "misses", "--undo")
    assert ended.code == 0
    assert f"Taken back: {STORE}" in ended.out
    assert len(run("faq", "misses", "--json").json) == 2
    assert run("faq", "misses", "--undo").code == 1


def test_taking_back_restores_the_file_to_the_byte(evening: Shop) -> None:
    run("faq", "misses", "--phrasing", "1", "--entry", "ship-when")
    assert faq(evening, "shipping.md") != SHIPPING
    run("faq", "misses", "--undo")
    assert faq(evening, "shipping.md") == SHIPPING


def test_before_writing_the_effect_on_real_questions_is_told(evening: Shop) -> None:
    ended = run("faq", "misses", "--accept", "2", "--effect")
    assert ended.code == 0
    assert "of the last 5 questions 1 would fare otherwise" in ended.out
    assert f"newly: {CHILD}" in ended.out
    (told,) = run("faq", "misses", "--no-answer", "1", "--effect", "--json").json
    assert told["questions"] == 5
    assert [change["kind"] for change in told["changes"] if change["question"] == CHILD] == []
    assert run("faq", "misses", "--phrasing", "1", "--effect").code == 1
    assert not (evening.folder / "faq" / "learned.md").exists()


def test_a_walk_needs_a_terminal(evening: Shop) -> None:
    ended = run("faq", "misses", "--walk")
    assert ended.code == 1
    assert "--accept" in ended.err


def test_the_report_counts_answers_and_sorts_by_trouble(evening: Shop) -> None:
    found = run("faq", "report", "--json").json
    assert found[0]["entry"] == "ship-when"
    assert (found[0]["answers"], found[0]["askers"], found[0]["corrections"]) == (1, 1, 0)
    assert found[0]["path"] == "faq/shipping.md"
    ended = run("faq", "report", "--since", "2w")
    assert "ship-when  faq/shipping.md:3" in ended.out
    assert run("faq", "report", "--since", "2999-01-01", "--json").json[0]["answers"] == 0


def test_an_entry_is_stale_until_somebody_vouches_for_it_and_again_after_an_edit(evening: Shop) -> None:
    assert [(one["entry"], one["reasons"]) for one in run("faq", "stale", "--json").json] == [
        ("ship-when", ["never"]),
        ("mask-price", ["never"]),
    ]
    ended = run("faq", "verify", "ship-when", "mask-price", "--by", "Li Na")
    assert ended.code == 0
    assert "verified by Li Na" in ended.out
    assert "Every entry was read and holds." in run("faq", "stale").out
    evening.write("faq/shipping.md", SHIPPING.replace("48 小时", "72 小时"))
    ended = run("faq", "stale")
    assert "faq/shipping.md:3  ship-when  changed since Li Na" in ended.out
    assert "mask-price" not in ended.out


def test_what_runs_out_soon_is_read_before_the_show(evening: Shop) -> None:
    the_day_after = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    dated = SHIPPING.replace("{#ship-when}\n", f"{{#ship-when}}\n<!--\nvalid: ..{the_day_after}\n-->\n")
    evening.write("faq/shipping.md", dated)
    run("faq", "verify", "ship-when", "mask-price")
    assert f"runs out on {the_day_after}" in run("faq", "stale").out
    assert "ship-when" not in run("faq", "stale", "--soon", "0").out


def test_only_entries_that_are_there_can_be_verified(shop: Shop) -> None:
    ended = run("faq", "verify", "ship-wen", "mask-price")
    assert ended.code == 1
    assert 'There is no entry ship-wen. Did you mean "ship-when"?' in ended.err
    assert run("faq", "stale", "--json").json[0]["reasons"] == ["never"]
