"""Every setting of `bot.toml`: its type, its default and its help, said once, here.

`docs/settings.md` and the errors show the same words. Secrets are never in the file: a key ending in `_env`
names the environment variable that holds them. `config.py` reads the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from pydantic import Field
from pydantic.fields import FieldInfo

from bot.escalation import Terms
from bot.knowledge import Mode, Rules
from bot.settings.customers import CustomerSettings, TierSettings
from bot.settings.models import MeaningSettings, ModelSettings, ProviderSettings
from bot.settings.orders import OrdersSettings
from bot.settings.rooms import PLANNED, RoomSettings
from bot.settings.section import Section
from bot.settings.shop import ConsoleSettings, FaqSettings, GuardSettings, Shop, StoreSettings
from bot.settings.suggesting import SuggestSettings

__all__ = [
    "PLANNED",
    "ConsoleSettings",
    "CustomerSettings",
    "FaqSettings",
    "GuardSettings",
    "MeaningSettings",
    "ModelSettings",
    "OrdersSettings",
    "ProviderSettings",
    "RoomSettings",
    "Section",
    "Settings",
    "Shop",
    "StoreSettings",
    "SuggestSettings",
    "TierSettings",
]


class Settings(Section):
    """Everything of `bot.toml`."""

    shop: Shop = Field(default_factory=Shop)
    faq: FaqSettings = Field(default_factory=FaqSettings)
    guard: GuardSettings = Field(default_factory=GuardSettings)
    store: StoreSettings = Field(default_factory=StoreSettings)
    console: ConsoleSettings = Field(default_factory=ConsoleSettings)
    model: ModelSettings = Field(default_factory=ModelSettings)
    meaning: MeaningSettings = Field(default_factory=MeaningSettings)
    customers: CustomerSettings = Field(default_factory=CustomerSettings)
    tiers: TierSettings = Field(default_factory=TierSettings)
    orders: OrdersSettings = Field(default_factory=OrdersSettings)
    suggest: SuggestSettings = Field(default_factory=SuggestSettings)
    rooms: tuple[RoomSettings, ...] = ()
    grace_s: float = Field(8.0, ge=0, description="Seconds for finishing what was heard when asked to stop.")
    practice: bool = Field(False, exclude=True, description="Set when no bot.toml was found.")
    file: Path | None = Field(None, exclude=True, description="The file these were read from.")

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

    def with_live(self, chosen: Settings) -> Settings:
        """Return these settings with what `chosen` changes and needs no restart."""
        live = {key: getattr(chosen.faq, key) for table, key in LIVE if table == "faq"}
        return self.model_copy(update={"faq": self.faq.model_copy(update=live)})

    def terms(self, room: str) -> Terms:
        """Return what a room grants its staff and viewers; a room that is no longer in the file grants the usual."""
        return next((one.terms for one in self.rooms if one.name == room), Terms())

    def rules(self, room: RoomSettings | None, mode: Mode = "auto") -> Rules:
        """Return what the shop chose for a room."""
        return Rules(
            mode=mode,
            on_air=timedelta(seconds=room.on_air_s) if room is not None else Rules().on_air,
            answer_again=timedelta(seconds=room.answer_again_s) if room is not None else Rules().answer_again,
            zone=self.shop.timezone,
            languages=tuple(self.shop.languages),
            scene=room.scene if room is not None else "",
            first_answer=timedelta(seconds=room.terms.first_answer_s if room is not None else Terms().first_answer_s),
            model_chooses=self.faq.model_chooses and bool(self.model.base_url),
            ask_back=self.faq.ask_back,
            draft_for_staff=self.faq.draft_for_staff,
            together=timedelta(seconds=self.faq.said_together_s),
            quiet=timedelta(seconds=self.faq.quiet_s),
            ai_label=self.guard.ai_label,
        )


LIVE = frozenset(
    ("faq", key) for key in ("model_chooses", "ask_back", "draft_for_staff", "said_together_s", "quiet_s", "approval")
)
"""Settings that count at once when they are edited at the console; all others at the next start."""

TABLES: Mapping[str, type[Section]] = {
    "shop": Shop,
    "faq": FaqSettings,
    "guard": GuardSettings,
    "store": StoreSettings,
    "console": ConsoleSettings,
    "model": ModelSettings,
    "model.fallback": ProviderSettings,
    "meaning": MeaningSettings,
    "customers": CustomerSettings,
    "tiers": TierSettings,
    "orders": OrdersSettings,
    "suggest": SuggestSettings,
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
