"""A model for tests: the real client, at a service of ours."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.model import Model
from bot.model.outcomes import Question
from bot.prompts import Prompt, parse_prompt
from bot.settings import ModelSettings, ProviderSettings
from bot.spending import Ledger, Notebook

PROMPTS = Path(__file__).parents[1] / "prompts"
NOON = datetime(2026, 11, 12, 12, 0, tzinfo=UTC)
ASKED = Question(
    ({"role": "system", "content": "Choose. Answer in JSON."}, {"role": "user", "content": "推荐一款面膜"}),
    {"type": "object", "properties": {}, "additionalProperties": False},
    0.2,
    90,
)


@asynccontextmanager
async def model_at(
    url: str,
    *others: str,
    key: str | None = None,
    ledger: Ledger | None = None,
    now: Callable[[], datetime] = lambda: NOON,
    zone: str = "UTC",
    name_: str = "small",
    **chosen: Any,
) -> AsyncIterator[Model]:
    """Connect to a service, and to others behind it."""
    settings = ModelSettings(
        base_url=url,
        name=name_,
        api_key_env="KEY" if key else "",
        fallback=tuple(ProviderSettings(base_url=other, name=f"other{i}") for i, other in enumerate(others, 1)),
        **({"timeout_s": 20, "calls_per_viewer": 1_000, "calls_per_minute": 1_000} | chosen),
    )
    model = await Model.connect(settings, lambda env: key if env else None, ledger or Notebook(), now=now, zone=zone)
    assert model is not None
    try:
        yield model
    finally:
        await model.close()


def shipped_prompt(name: str) -> Prompt:
    """Read a prompt that is shipped."""
    path = PROMPTS / f"{name}.md"
    prompt, problems = parse_prompt(path.read_text("utf-8"), path.name, name)
    assert prompt is not None, problems
    return prompt
