"""What is suggested, beyond what the catalogue says."""

from __future__ import annotations

from pydantic import Field

from bot.settings.section import Section


class SuggestSettings(Section):
    """How products are suggested."""

    holdout: float = Field(
        0.05,
        ge=0,
        le=0.5,
        description="Share of viewers who get what sells best instead of what suits them, always the same ones; what"
        " the others buy more than they do is what suggestions are worth. 0 holds nobody out.",
    )
