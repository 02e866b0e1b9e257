"""From "asks for a product" to a reply: the real store, the real client, a model with moods."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.advise import Advisor
from bot.catalog import Catalog, Product
from bot.knowledge import Knowledge, Rules
from bot.links import Grade
from bot.memory import RoomMemory
from bot.messages import ChatMessage, Escalate, Merge, ReplyKind, Suggest, Viewer
from bot.model import Model
from bot.prompts import Prompt, parse_prompt
from bot.purchases import Order, OrderLine
from bot.store import Store, open_store
from bot.store.records import Decided
from tests.servers.model import FakeModel

NOW = datetime(2026, 11, 12, 20, 0, tzinfo=UTC)
TIMEOUT_S = 0.4
CATALOG = Catalog(
    {
        p.sku: p
        for p in (
            Product(
                "A101", "补水面膜", Decimal("59.90"), stock=12, category="护肤", tags=("面膜", "mask"), link_no=1
            ),
            Product("A102", "舒缓面膜", Decimal("69.00"), stock=9, category="护肤", tags=("面膜", "mask"), link_no=2),
            Product("A103", "夜间面膜", Decimal("79.00"), stock=0, category="护肤", tags=("面膜", "mask")),
            Product("B201", "机密保温杯", Decimal("99.00"), stock=4, category="家居", tags=("保温杯",)),
            Product("C301", "测试试纸", Decimal("19.00"), stock=4, tags=("试纸",), sensitive=True),
        )
    }
)


def the_prompt() -> Prompt:
    path = Path(__file__).parents[1] / "prompts" / "suggest.md"
    prompt, problems = parse_prompt(path.read_text("utf-8"), path.name, path.stem)
    assert prompt is not None, problems
    return prompt


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(f"sqlite:///{tmp_path / 'shop.db'}")
    yield opened
    await opened.close()


@pytest.fixture
async def service() -> AsyncIterator[FakeModel]:
    async with FakeModel() as running:
        yield running


@pytest.fixture
async def model(service: FakeModel) -> AsyncIterator[Model]:
    made = await Model.connect(service.url, "small", None, timeout_s=TIMEOUT_S, budget=3, together=4)
    yield made
    await made.close()


def advisor(store: Store, model: Model | None = None, catalog: Catalog = CATALOG) -> Advisor:
    prompts = {"suggest": the_prompt()}
    return Advisor(
        store,
        "practice",
        lambda: Knowledge(catalog=catalog),
        lambda: prompts,
        model,
        lambda: NOW,
        timedelta(seconds=45),
    )


def says(text: str = "推荐一款面膜", viewer: str = "v1") -> ChatMessage:
    return ChatMessage("studio", "m1", Viewer(viewer, "Mei"), text, NOW)


async def advised(
    made: Advisor, message: ChatMessage | None = None, memory: RoomMemory | None = None, rules: Rules | None = None
) -> Decided:
    return await made.advise(
        message or says(), Suggest("asks for a product"), memory or RoomMemory(), rules or Rules()
    )


async def has_bought(store: Store, *skus: str, viewer: str = "v1") -> None:
    """Link the viewer to a customer with a past."""
    lines = tuple(OrderLine(sku, 1, Decimal("88.88"), "秘密商品", "秘密类目") for sku in skus)
    orders = [Order(f"o{i}", "C-4711", NOW - timedelta(days=20 * i), lines) for i in (1, 2, 3)]
    await store.orders.save(orders)
    await store.customers.link("practice", viewer, "C-4711", Grade.PLATFORM, NOW, by="test")


# without a model


async def test_without_a_model_the_template_names_product_price_and_link(store: Store) -> None:
    done = await advised(advisor(store))
    assert isinstance(done.decision, Suggest)
    assert done.draft is not None
    assert done.draft.kind is ReplyKind.SUGGESTION
    assert done.draft.skus == ("A101",)
    assert all(part in done.draft.text for part in ("补水面膜", "¥59.9", "1号链接"))
    assert done.draft.send_by == NOW + timedelta(seconds=45)


async def test_a_viewer_who_writes_english_reads_english(store: Store) -> None:
    done = await advised(advisor(store), says("any good mask for winter"))
    assert done.draft is not None
    assert "in stock" in done.draft.text or "Have a look" in done.draft.text


async def test_what_was_just_suggested_is_followed_by_something_else(store: Store) -> None:
    made, memory = advisor(store), RoomMemory()
    first, second = await advised(made, memory=memory), await advised(made, memory=memory)
    assert first.draft is not None
    assert second.draft is not None
    assert [*first.draft.skus, *second.draft.skus] == ["A101", "A102"]


async def test_what_the_shop_does_not_have_goes_to_a_person(store: Store) -> None:
    done = await advised(advisor(store), says("有没有帐篷"))
    assert isinstance(done.decision, Escalate)
    assert done.decision.reason == "nothing in the catalogue fits"
    assert done.draft is None


async def test_the_same_wish_joins_the_open_case(store: Store) -> None:
    memory = RoomMemory()
    memory.note_case("有没有帐篷", 7, NOW)
    done = await advised(advisor(store), says("有没有帐篷"), memory)
    assert isinstance(done.decision, Merge)
    assert done.decision.into_escalation == 7


@pytest.mark.parametrize("mode", ["silent", "suggest-only"])
async def test_a_room_that_does_not_speak_gives_staff_the_sentence(
    store: Store, service: FakeModel, model: Model, mode: str
) -> None:
    done = await advised(advisor(store, model), rules=Rules(mode=mode))  # type: ignore[arg-type]
    assert isinstance(done.decision, Escalate)
    assert mode in done.decision.reason
    assert "补水面膜" in done.decision.draft
    assert done.draft is None
    assert service.asked == []


async def test_a_sentence_the_guard_stops_goes_to_a_person(store: Store) -> None:
    catalog = Catalog({"A101": replace(CATALOG["A101"], title="全网最低 补水面膜")})
    done = await advised(advisor(store, catalog=catalog))
    assert isinstance(done.decision, Escalate)
    assert "the guard stopped it" in done.decision.reason
    assert done.draft is None


# with a model


@pytest.mark.parametrize("mood", ["good", "fenced", "think"])
async def test_a_sound_draft_is_used_and_code_adds_name_price_and_link(
    store: Store, service: FakeModel, model: Model, mood: str
) -> None:
    service.mood = mood
    service.text = '{"action":"suggest","skus":["A102"],"say":"清爽好吸收"}'
    done = await advised(advisor(store, model))
    assert isinstance(done.decision, Suggest)
    assert done.draft is not None
    assert done.draft.text == "2号链接「舒缓面膜」：清爽好吸收，¥69。"
    assert done.draft.skus == ("A102",)
    assert done.note["model"]["tokens"] == 230


@pytest.mark.parametrize(
    ("mood", "text", "reason"),
    [
        # unsound
        ("good", '{"action":"suggest","skus":["Z999"],"say":"好"}', "V2"),
        ("good", '{"action":"suggest","skus":["A103"],"say":"好"}', "V2"),
        ("good", '{"action":"suggest","skus":["B201"],"say":"好"}', "V2"),
        ("good", '{"action":"suggest","skus":["A101"],"say":"只要9.9"}', "V3"),
        ("good", '{"action":"suggest","skus":["A101"],"say":"您上次买的也是它"}', "V"),
        ("good", "可以看看补水面膜，9.9元！", "V1"),
        ("cut-off", '{"action":"suggest","skus":["A101"],"say":"清爽"}', "V1"),
        # declined
        ("good", '{"action":"none","skus":[],"say":""}', "found nothing fitting"),
        ("good", '{"action":"human","skus":[],"say":""}', "rather have a person"),
        # slow, down, nonsense
        ("stall", "", "no answer within"),
        ("drip", "", "no answer within"),
        ("refuse", "", "cannot be reached"),
        ("429", "", "status 429"),
        ("500", "", "status 500"),
        ("html", "", "without a choice"),
        ("error-object", "", "without a choice"),
        ("empty", "", "with nothing"),
    ],
)
async def test_anything_else_goes_to_a_person_with_the_template_as_draft_in_time(
    store: Store, service: FakeModel, model: Model, mood: str, text: str, reason: str
) -> None:
    service.mood = mood
    service.text = text or service.text
    began = time.monotonic()
    done = await advised(advisor(store, model))
    assert time.monotonic() - began < TIMEOUT_S + 0.5
    assert isinstance(done.decision, Escalate)
    assert reason in done.decision.reason
    assert all(part in done.decision.draft for part in ("补水面膜", "¥59.9"))
    assert done.draft is None


async def test_over_budget_the_template_speaks_again(store: Store, service: FakeModel, model: Model) -> None:
    made = advisor(store, model)
    for viewer in ("v1", "v2", "v3"):
        await advised(made, says(viewer=viewer))
    assert len(service.asked) == 3
    done = await advised(made, says(viewer="v4"))
    assert len(service.asked) == 3
    assert isinstance(done.decision, Suggest)
    assert done.draft is not None
    assert "清爽" not in done.draft.text


async def test_without_the_prompt_file_the_template_speaks(store: Store, service: FakeModel, model: Model) -> None:
    made = advisor(store, model)
    made.prompts = dict
    done = await advised(made)
    assert done.draft is not None
    assert service.asked == []


# history chooses, it never speaks


async def test_history_chooses_what_is_suggested(store: Store) -> None:
    await has_bought(store, "A102")
    done = await advised(advisor(store))
    assert done.draft is not None
    assert done.draft.skus == ("A102",)
    stranger = await advised(advisor(store), says(viewer="v9"))
    assert stranger.draft is not None
    assert stranger.draft.skus == ("A101",)


async def test_a_link_on_another_platform_is_another_person(store: Store) -> None:
    await has_bought(store, "A102")
    made = advisor(store)
    made.platform = "twitch"
    done = await advised(made)
    assert done.draft is not None
    assert done.draft.skus == ("A101",)


async def test_nothing_of_the_purchases_leaves_for_the_model(store: Store, service: FakeModel, model: Model) -> None:
    await has_bought(store, "B201", "C301", "A102")
    await advised(advisor(store, model))
    (asked,) = service.asked
    system, user = asked.pop("messages")
    assert system["content"] == the_prompt().system, "the same for everybody"
    assert "A102" in user["content"]
    for secret in ("B201", "C301", "保温杯", "试纸", "秘密", "C-4711", "88.88", "o1", "v1", "Mei",
                   "repeat", "category:", "59.9", "stock", "¥"):  # fmt: skip
        assert secret not in user["content"], secret
    assert set(asked) == {"model", "temperature", "max_tokens", "response_format"}


async def test_two_viewers_with_other_pasts_are_asked_about_alike(
    store: Store, service: FakeModel, model: Model
) -> None:
    await has_bought(store, "A101", "B201")
    made = advisor(store, model)
    await advised(made, says("有没有保温杯"))
    await advised(made, says("有没有保温杯", viewer="v9"))
    first, second = service.asked
    assert first == second


async def test_personal_data_in_the_question_is_hidden_from_the_model(
    store: Store, service: FakeModel, model: Model
) -> None:
    await advised(advisor(store, model), says("推荐一款面膜 我电话13812345678"))
    assert "13812345678" not in json.dumps(service.asked)
