"""Customers: how sure a link must be before it chooses anything, how long what is known is kept, and their tiers."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from bot.customers.links import Grade
from bot.customers.tiers import Rule
from bot.customers.tiers import Threshold as RuleThreshold
from bot.settings.section import Section


class CustomerSettings(Section):
    """Viewers who are customers, and how long what is known of them is kept."""

    personalise_from: Literal["staff", "code", "platform"] = Field(
        "code",
        description="How surely a viewer must be a customer before past orders choose what is suggested: staff"
        " (somebody of the shop linked them), code (they typed a one-time code), platform (the platform gave one id"
        " for both).",
    )
    keep_orders_days: int = Field(
        395,
        ge=91,
        le=3_650,
        description="Days after which orders, and the tiers that came of them, are deleted here.",
    )
    keep_notes_days: int = Field(
        30,
        ge=1,
        le=3_650,
        description="Days after which is deleted why something was suggested to a viewer, and codes that are over.",
    )

    @property
    def grade(self) -> Grade:
        """The grade a link must have."""
        return Grade(self.personalise_from)


class Threshold(Section):
    """So many orders (f) and so much spent (m) within the window."""

    f: int = Field(ge=0)
    m: Decimal = Field(ge=0, allow_inf_nan=False)

    def __str__(self) -> str:
        return f"{{ f = {self.f}, m = {self.m} }}"


class TierSettings(Section):
    """Tiers by recency, frequency and spend, for staff only; see docs/customers.md."""

    active_days: int = Field(30, ge=0, description="Bought within so many days: active.")
    silent_days: int = Field(90, ge=0, description="Bought within so many days, but not active: silent; later: gone.")
    window_days: int = Field(90, ge=0, description="Days in which orders and spend are counted; as silent_days.")
    high_active: Threshold = Field(
        Threshold(f=3, m=Decimal(500)), description="Orders (f) and spend (m) that make an active customer high."
    )
    high_silent: Threshold = Field(
        Threshold(f=2, m=Decimal(300)), description="Orders (f) and spend (m) that make a silent customer high."
    )
    low_active_m: Decimal = Field(
        Decimal(100),
        ge=0,
        allow_inf_nan=False,
        description="Spend from which on an active customer of few orders gets the label 潜力大单; for literal, spend"
        " below which one is low.",
    )
    logic: Literal["all", "any", "literal"] = Field(
        "all",
        description="all: high needs both numbers; any: one is enough; literal: the table word for word, which leaves"
        " many people without a tier.",
    )
    frequency_unit: Literal["orders", "days"] = Field(
        "orders", description="What f counts: main orders, or days on which something was ordered."
    )
    currency: str = Field(
        "CNY",
        pattern="^[A-Z]{3}$",
        description="Currency of the amounts; orders in another are left out and counted.",
    )

    @property
    def rule(self) -> Rule:
        """The rule these numbers make."""
        return Rule(
            self.active_days,
            self.silent_days,
            self.window_days,
            RuleThreshold(self.high_active.f, self.high_active.m),
            RuleThreshold(self.high_silent.f, self.high_silent.m),
            self.low_active_m,
            self.logic,
            self.frequency_unit,
            self.currency,
        )
