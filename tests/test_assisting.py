"""A model's draft for staff, asked with a real client of a small service."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.assisting import Assistant
from bot.catalog import Catalog, Product
from bot.console.desk import ModelDraft
from bot.escalation import Asker, Escalation, State
from bot.faq.entries import Faq
from bot.faq.files import parse_faq
from bot.faq.match import Matcher
from bot.knowledge import Knowledge
from bot.messages import Urgency, Viewer
from bot.model import Model
from bot.prompts import Prompt, parse_prompt
from bot.settings import ModelSettings
from bot.spending import Notebook
from tests.servers.model import FakeModel

NOW = datetime(2026, 11, 12, 20, tzinfo=UTC)
CREAM = Product("A101", "Face cream", stock=3, link_no=4)
ENTRIES, _ = parse_faq("## When do you ship?\n\nWithin 48 hours.\n", "a.md")
FAQ = Faq.of(ENTRIES)
KNOWN = Knowledge(FAQ, Matcher(FAQ), Catalog({"A101": CREAM}))


def prompts() -> dict[str, Prompt]:
    path = Path(__file__).parents[1] / "prompts" / "desk.md"
    prompt, _ = parse_prompt(path.read_text("utf-8"), str(path), "desk")
    assert prompt is not None
    return {"desk": prompt}


def case(*lines: str) -> Escalation:
    askers = tuple(Asker(f"m{n}", Viewer(f"v{n}", "Mei"), line, NOW) for n, line in enumerate(lines))
    return Escalation(7, "studio", State.NEW, "no sure answer", Urgency.NORMAL, "", NOW, 1, askers=askers)


@asynccontextmanager
async def assistant(answer: str, **chosen: object) -> AsyncIterator[tuple[Assistant, FakeModel, Notebook]]:
    async with FakeModel() as server:
        server.text = answer
        settings = ModelSettings.model_validate({"base_url": server.url, "name": "m1", **chosen})
        books = Notebook()
        model = await Model.connect(settings, lambda name: None, books, now=lambda: NOW)
        assert model is not None
        try:
            yield Assistant(lambda room: KNOWN, prompts, lambda: model, lambda room: CREAM), server, books
        finally:
            await model.close()


async def test_a_draft_comes_with_the_catalogues_words_and_is_booked_under_the_case() -> None:
    said = json.dumps({"reply": "Within 48 hours. {title:screen} is link {link:screen}, {stock:screen} left."})
    async with assistant(said) as (asked, server, books):
        draft = await asked.draft(case("how long does shipping take"), "Li Na")
        assert draft.text == "Within 48 hours. Face cream is link 4, 3 left."
        assert "When do you ship?" in json.dumps(server.asked[-1])
        assert books.calls[0][0].viewer == "staff, case 7"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("no object", "unsound"),
        (json.dumps({"reply": "Within 24 hours."}), "unsound"),
        (json.dumps({"reply": ""}), "nothing"),
        (json.dumps({"reply": "It is {price:screen}."}), "unfilled"),
    ],
)
async def test_what_may_not_be_used_is_told_and_not_shown(said: str, why: str) -> None:
    async with assistant(said) as (asked, _, _):
        draft = await asked.draft(case("how long does shipping take"), "Li Na")
        assert (draft.text, draft.why) == ("", why)


async def test_a_model_that_fails_is_over_budget_or_on_trial_is_told() -> None:
    said = json.dumps({"reply": "Within 48 hours."})
    async with assistant(said, budget_per_day=0) as (asked, _, _):
        draft = await asked.draft(case("how long does shipping take"), "Li Na")
        assert draft.why == "failed"
        assert "budget" in draft.detail
    async with assistant(said, shadow=True) as (asked, _, _):
        assert (await asked.draft(case("how long does shipping take"), "Li Na")).why == "shadow"
    async with assistant(said) as (asked, server, _):
        server.mood = "500"
        assert (await asked.draft(case("how long does shipping take"), "Li Na")).why == "failed"


async def test_insults_and_personal_data_never_reach_a_model() -> None:
    async with assistant("{}") as (asked, server, _):
        assert (await asked.draft(case("你这个傻逼", "我电话13812345678"), "Li Na")).why == "shut"
        assert server.asked == []
        assert (await replace(asked, prompts=dict).draft(case("when?"), "Li Na")).why == "no_prompt"
        assert await replace(asked, model=lambda: None).draft(case("when?"), "Li Na") == ModelDraft()
