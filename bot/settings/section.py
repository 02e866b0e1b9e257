"""What every table of `bot.toml` has in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """A table of the file; unknown keys are problems."""

    model_config = ConfigDict(extra="forbid", frozen=True)
