"""The rooms, each on its platform."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bot.escalation import Terms
from bot.settings.section import Section

Platform = Literal["practice", "irc", "twitch"]
USUAL = Terms()
PLANNED = ("agora-chat", "youtube", "bilibili", "owncast", "webhook", "websocket")
"""Platforms of the design that this version does not speak yet."""


class RoomSettings(Section):
    """One room on one platform."""

    name: str = Field(description="What staff call the room; part of every message's key, so keep it.", min_length=1)
    platform: Platform = Field(description="practice, irc or twitch.")
    mode: Literal["auto", "suggest-only", "silent"] = Field(
        "auto",
        description="auto: the bot answers. suggest-only: staff get its answers as drafts. silent: it says nothing,"
        " and what it could answer makes no case.",
    )
    steps: Literal["automatic", "by hand"] = Field(
        "automatic",
        description="Who takes the room down a step (the FAQ only, people only) and up again. automatic: the program"
        " when something is amiss, and people. by hand: people alone.",
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
    claim_s: float = Field(
        USUAL.claim_s,
        ge=20,
        description="Seconds somebody keeps a case without doing anything; then it is free again, at its age."
        " Writing, and having the case in front, keeps it.",
    )
    first_answer_s: float = Field(
        USUAL.first_answer_s,
        gt=0,
        description="Seconds within which staff should give a case its first answer. Warned at three quarters; what"
        " is later is urgent, shown to everybody at the desk, and counted once.",
    )
    waiting_s: float = Field(
        USUAL.waiting_s,
        gt=0,
        description="Seconds a viewer has to come back after staff's reply; then the case is done.",
    )
    on_air_s: float = Field(
        180,
        ge=0,
        description="Seconds for which nobody, neither bot nor staff, says again what the host has answered on air.",
    )
    promise: bool = Field(
        True,
        description="Whether viewers are told, by name and once, that a person will answer (within first_answer_s,"
        " while somebody is at the console), and once more if it takes longer. The sentences are in promise.txt.",
    )
    promise_every_s: float = Field(
        20, ge=0, description="Seconds from one such line to the next; who asks meanwhile shares it."
    )
    answer_again_s: float = Field(
        600,
        ge=0,
        le=3600,
        description="Seconds in which somebody who asks what staff have just answered gets that very answer by name,"
        " while price, stock and the product on screen are the same; 0: always a case of their own.",
    )
    scene: str = Field(
        "", description="The scene the room plays, such as double-eleven; FAQ entries of other scenes are not said."
    )
    port: int = Field(8788, ge=0, le=65535, description="practice: port of the room's page on this machine.")
    crowd_speed: float = Field(1.0, ge=0, description="practice: speed of the scripted crowd; 0 keeps it silent.")

    @property
    def terms(self) -> Terms:
        """What the room grants its staff and viewers."""
        return Terms(claim_s=self.claim_s, first_answer_s=self.first_answer_s, waiting_s=self.waiting_s)
