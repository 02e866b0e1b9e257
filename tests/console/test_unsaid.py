"""An answer that the room never read does not look like one that was said."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.messages import SendResult
from tests.console.shop import ROOM, Shop, open_shop

ANSWER = "Within 48 hours."


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    async with open_shop(tmp_path) as shop:
        yield shop


async def _chat(shop: Shop) -> str:
    li = await shop.member("Li Na")
    return (await li.page("/")).partition('id="feed"')[2].partition("</ol>")[0]


async def test_an_answer_withdrawn_because_a_person_took_over_is_struck_through_and_says_why(shop: Shop) -> None:
    case = await shop.asked("does it sting?")
    await shop.answered("when do you ship", ANSWER)  # the same viewer, and it has not left
    assert (await shop.store.cases.claim(case, "kim", shop.desk.claim_until(ROOM), shop.now())).won
    chat = await _chat(shop)
    assert f"<s><bdi>{ANSWER}</bdi></s> <b>withdrawn</b>" in chat
    assert "a person took over" in chat.partition("<b>withdrawn</b>")[2]
    assert 'class="recall"' not in chat


async def test_an_answer_the_platform_refused_is_none_that_viewers_have(shop: Shop) -> None:
    await shop.answered("when do you ship", ANSWER)
    (row,) = await shop.store.next_replies(ROOM)
    sending = await shop.store.start_sending(row.id, shop.now())
    assert sending is not None
    await shop.store.settle(sending, SendResult("refused", reason="duplicate"), shop.now())
    chat = await _chat(shop)
    assert f"<s><bdi>{ANSWER}</bdi></s>" in chat
    assert 'class="recall"' not in chat


async def test_an_answer_that_was_said_stands_as_it_was_and_can_be_recalled(shop: Shop) -> None:
    await shop.answered("when do you ship", ANSWER)
    await shop.all_sent()
    chat = await _chat(shop)
    assert "<s>" not in chat
    assert ANSWER in chat
    assert 'class="recall"' in chat
