"""The health page, the check list before a show, and what watches the program from outside."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.connectors import Link
from bot.console import findings, health_page
from bot.console.app import Console
from bot.console.desk import Desk, RoomView
from bot.console.findings import Sign
from bot.faq.entries import Faq
from bot.faq.files import parse_faq
from bot.knowledge import Knowledge
from bot.languages import same
from bot.messages import SendResult
from bot.model.health import ModelHealth
from bot.problems import Problem, StoreClosed
from bot.pulse import Pulse
from bot.spending import Limits
from bot.store.health import StoreHealth
from bot.store.records import Delivery, Sending
from tests.console.shop import ROOM, Shop

NOW = datetime(2026, 11, 12, 12, 0, tzinfo=UTC)
PLENTY = 10 << 30


def room(state: str = "connected", mode: str = "auto", **link: Any) -> RoomView:
    return RoomView("evening", "twitch", mode, Link(state, since=NOW - timedelta(hours=1), **link))


@pytest.mark.parametrize(("found", "sign", "text"), [
    (findings.of_room(room(), NOW - timedelta(seconds=5), NOW), "ok", "find.room_ok"),
    (findings.of_room(room(), NOW - timedelta(minutes=20), NOW), "look", "find.room_quiet"),
    (findings.of_room(room(dropped=3), NOW, NOW), "look", "find.room_dropped"),
    (findings.of_room(room("waiting"), NOW, NOW), "bad", "find.room_away"),
    (findings.of_room(room("refused", detail="bad token"), NOW, NOW), "bad", "find.room_refused"),
    (findings.of_store(StoreHealth(commit_ms=2, worst_ms=9, free_bytes=PLENTY)), "ok", "find.store_ok"),
    (findings.of_store(StoreHealth(worst_ms=900, free_bytes=PLENTY)), "look", "find.store_slow"),
    (findings.of_store(StoreHealth(waiting=2_000, free_bytes=PLENTY)), "bad", "find.store_stuck"),
    (findings.of_store(StoreHealth(log_bytes=400 << 20, free_bytes=PLENTY)), "look", "find.store_log"),
    (findings.of_store(StoreHealth(free_bytes=500 << 20)), "look", "find.disk_little"),
    (findings.of_store(StoreHealth(free_bytes=1 << 20)), "bad", "find.disk_full"),
    (findings.of_loop(12), "ok", "find.loop_ok"),
    (findings.of_loop(400), "look", "find.loop_look"),
    (findings.of_loop(5_000), "bad", "find.loop_bad"),
    (findings.of_model(None), "ok", "find.model_none"),
    (findings.of_model(ModelHealth([("a", "closed")], 1, 5, 0, Limits())), "ok", "find.model_ok"),
    (findings.of_model(ModelHealth([("a", "open"), ("b", "closed")], 1, 5, 0, Limits())), "look",
     "find.model_partly"),
    (findings.of_model(ModelHealth([("a", "open")], 1, 5, 0, Limits())), "look", "find.model_rests"),
    (findings.of_model(ModelHealth([("a", "barred")], 1, 5, 0, Limits())), "bad", "find.model_barred"),
    (findings.of_model(ModelHealth([], 0, 0, 0, Limits())), "bad", "find.model_barred"),
    (findings.of_model(ModelHealth([("a", "closed")], 1_700, 5, 0, Limits())), "look", "find.model_nearly"),
    (findings.of_model(ModelHealth([("a", "closed")], 1, 5, 20, Limits(money_per_day=20))), "look",
     "find.model_spent"),
    (findings.of_sending(room(), None), "look", "find.send_never"),
    (findings.of_sending(room(mode="silent"), None), "look", "find.send_silent"),
    (findings.of_sending(room(), Sending(Delivery.SENT, NOW, seen=True)), "ok", "find.send_seen"),
    (findings.of_sending(room(), Sending(Delivery.REFUSED, NOW, "banned")), "bad", "find.send_refused"),
    (findings.of_sending(room(), Sending(Delivery.UNCERTAIN, NOW)), "bad", "find.send_uncertain"),
    (findings.of_staff([]), "bad", "find.staff_none"),
    (findings.of_lint(2, 0), "look", "find.lint_warnings"),
    (findings.of_lint(2, 1), "bad", "find.lint_errors"),
])  # fmt: skip
def test_each_thing_is_judged(found: findings.Finding, sign: str, text: str) -> None:
    assert (found.sign, found.text) == (sign, text)


@pytest.mark.parametrize(
    ("until", "sign"), [("2026-11-12", "bad"), ("2026-11-13", "bad"), ("2026-11-14", "ok"), ("2026-11-11", "look")]
)
def test_an_entry_that_lapses_during_the_show_holds_it_up(until: str, sign: str) -> None:
    text = f"## Is there a gift? {{#gift}}\n<!--\nvalid: 2026-11-01..{until}\n-->\n\nYes, a cup.\n"
    entries, problems = parse_faq(text, "gift.md")
    assert problems == []
    assert findings.of_expiring(Faq.of(entries), date(2026, 11, 12)).sign == sign


def test_the_gravest_counts() -> None:
    assert findings.worst([findings.of_loop(1), findings.of_staff([]), findings.of_loop(400)]) is Sign.BAD
    assert findings.worst([]) is Sign.OK


async def test_the_page_tells_rooms_store_model_and_versions(shop: Shop) -> None:
    await shop.chatted("hello")
    shop.desk = replace(shop.desk, pulse=Pulse())
    shop.desk.pulse.note(640)
    async with Console(shop.desk) as console:
        shop.console = console
        page = await (await shop.member("Li Na")).page("/health")
    for told in ("studio", "connected", "Writes waiting", "Free on the disk", "640 ms late", "SQLite", "aiohttp"):
        assert told in page, told
    assert "nobody who may answer has the console open" in page
    assert "Not yet: put right what is marked first." in page


async def test_whoever_has_a_page_open_and_may_answer_is_on_duty(shop: Shop) -> None:
    li, guest = await shop.member("Li Na"), await shop.member("Guest", "viewer")
    lines = [await li.live(), await guest.live()]
    page = await li.page("/health/now")
    assert "1: Li Na" in page
    await lines[0].close()
    assert "nobody who may answer" in await li.page("/health/now")


async def test_a_problem_of_the_files_and_a_refused_reply_are_on_the_list(shop: Shop) -> None:
    shop.problems.append(Problem("faq/ship.md", 3, same("has no answer."), same("Write one.")))
    await shop.answered("how soon", "In two days.")
    (row,) = await shop.store.next_replies(ROOM)
    sending = await shop.store.start_sending(row.id, shop.now())
    assert sending is not None
    await shop.store.settle(sending, SendResult("refused", reason="you are banned"), shop.now())
    assert (await shop.store.sendings())[ROOM].reason == "you are banned"
    shop.mode = "auto"
    page = await (await shop.member("Li Na")).page("/health")
    assert "errors: 1; the last good version is in use" in page
    assert "you are banned" in page


async def test_what_watches_learns_whether_the_store_writes_and_nothing_else(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = await shop.stranger()
    for path in ("/livez", "/readyz"):
        response = await stranger.get(path)
        assert (response.status, await response.text()) == (200, "ok\n")

    async def full() -> StoreHealth:
        return StoreHealth(free_bytes=1)

    monkeypatch.setattr(shop.store, "health", full)
    response = await stranger.get("/readyz")
    assert (response.status, await response.text()) == (503, "not ready\n")
    assert (await stranger.get("/livez")).status == 200


async def test_a_store_that_is_closed_is_not_ready(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    async def closed() -> None:
        raise StoreClosed("/secret/path is closed")

    monkeypatch.setattr(shop.store, "beat", closed)
    response = await (await shop.stranger()).get("/readyz")
    assert (response.status, await response.text()) == (503, "not ready\n")


async def test_the_store_tells_what_a_commit_takes(shop: Shop) -> None:
    await shop.chatted("hello")
    health = await shop.store.health()
    assert health.batch >= 1
    assert 0 < health.commit_ms <= health.worst_ms
    assert health.file_bytes > 0
    assert health.log_bytes > 0
    assert health.free_bytes > 0
    assert health.version.startswith("SQLite 3.")


async def test_pages_do_not_wait_for_a_long_look_at_the_faq(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    may_end, seen = (
        threading.Event(),
        Problem("faq/ship.md", 3, same("Two entries ask the same."), severity="warning"),
    )

    def slow(known: Knowledge, desk: Desk) -> dict[str, list[Problem]]:
        may_end.wait(20)
        return {"out of date": [seen]}

    monkeypatch.setattr(health_page, "_looked_over", slow)
    monkeypatch.setattr(health_page, "PATIENCE_S", 0.05)
    tom = await shop.member("Tom")
    try:
        for path in ("/files", "/health"):
            assert "still being looked over" in await tom.page(path)
    finally:
        may_end.set()
    monkeypatch.setattr(health_page, "PATIENCE_S", 10)
    assert "Two entries ask the same." in await tom.page("/files")
    assert "still being looked over" not in await tom.page("/health")
