"""The shop: its files, its FAQ, its store and its console."""

from __future__ import annotations

import re
from ipaddress import ip_network
from pathlib import Path
from typing import Literal
from zoneinfo import available_timezones

from pydantic import Field, field_validator

from bot.languages import Both
from bot.problems import nearest, perhaps, with_fix
from bot.settings.section import Section

LOOPBACK = ("127.0.0.1", "localhost", "::1")


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
    prompts: Path = Field(
        Path("prompts"),
        description="Folder of the prompts for the model. Without one, those that come with Roomhand are used.",
    )
    catalog: Path = Field(Path("catalog.csv"), description="The catalogue: every price and stock that is ever said.")

    clips: Path | None = Field(
        None,
        description="The clips of replays, a CSV file: clip_id, title, url, start, end, category, skus, score,"
        " valid_until. `check` looks it over.",
    )

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            near = nearest(value, available_timezones())
            meant = perhaps(near) if near else Both("Write one such as Asia/Shanghai.", "请写如 Asia/Shanghai。")
            raise ValueError(with_fix(Both("no such zone.", "没有这个时区。"), meant))
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
    approval: Literal["admin", "agent"] = Field(
        "admin",
        description="Who puts into force what a case teaches: admin: agents propose it and an admin approves; agent:"
        " whoever answers may.",
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
    chat_days: int = Field(
        30,
        ge=1,
        le=3_660,
        description="Days the words of chat are kept; then they are deleted, but not what became of each message."
        " What the shop said is kept as long as guard.records_years says.",
    )


class GuardSettings(Section):
    """What stands between every text and the room."""

    ai_label: str = Field(
        "",
        max_length=20,
        description='Put in front of what a language model worded, such as "AI助手："; it counts in the platform\'s'
        " length. Empty: no label.",
    )
    records_years: int = Field(
        3,
        ge=1,
        le=30,
        description="Years the record of what was said and what was stopped is kept; the rules for live commerce ask"
        " for 3.",
    )


class ConsoleSettings(Section):
    """The web console where staff work; docs/proxy.md says how it is reached from other machines."""

    listen: str = Field(
        "127.0.0.1:8787",
        description="Address and port of the console. One that other machines reach is taken only with hosts, with"
        " TLS or named proxies, and once an admin has a password.",
    )
    hosts: list[str] = Field(
        [], description="Names under which browsers on other machines reach the console, such as desk.my-shop.com."
    )
    proxies: list[str] = Field(
        [],
        description="Addresses or networks of the proxies that encrypt the way to browsers, such as 127.0.0.1; only"
        " theirs is believed who comes and that HTTPS was used.",
    )
    tls_cert: Path | None = Field(
        None, description="Certificate for HTTPS without a proxy: a PEM file with the whole chain."
    )
    tls_key: Path | None = Field(None, description="The certificate's key: a PEM file, readable by nobody else.")
    capacity: int = Field(
        6, ge=1, le=1000, description="Cases one person can look after at once; the console warns beyond it."
    )

    @field_validator("listen")
    @classmethod
    def _address(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if not host:
            raise ValueError(Both("the address is missing. Write 127.0.0.1:8787.", "缺少地址。请写 127.0.0.1:8787。"))
        if not port.isdigit() or int(port) > 65535:
            raise ValueError(Both("the port is missing. Write 127.0.0.1:8787.", "缺少端口。请写 127.0.0.1:8787。"))
        return value

    @field_validator("hosts")
    @classmethod
    def _names(cls, value: list[str]) -> list[str]:
        for name in value:
            if not re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", name.lower()) or name.lower() in LOOPBACK:
                raise ValueError(
                    Both(
                        f'"{name}" is no such name. Write desk.my-shop.com, without https:// and port.',
                        f"「{name}」不是域名。请写 desk.my-shop.com，不带 https:// 和端口。",
                    )
                )
        return value

    @field_validator("proxies")
    @classmethod
    def _networks(cls, value: list[str]) -> list[str]:
        for one in value:
            try:
                network = ip_network(one)
            except ValueError:
                raise ValueError(
                    Both(
                        f'"{one}" is no address. Write 127.0.0.1 or 10.0.0.0/24.',
                        f"「{one}」不是地址。请写 127.0.0.1 或 10.0.0.0/24。",
                    )
                ) from None
            if network.prefixlen == 0:
                raise ValueError(
                    Both(
                        "every machine would be believed. Name the proxy's own address.",
                        "这样会相信所有机器。请写代理自己的地址。",
                    )
                )
        return value

    @property
    def host(self) -> str:
        """The address without its port."""
        return self.listen.rpartition(":")[0].strip("[]")

    @property
    def port(self) -> int:
        """The port; 0 takes a free one."""
        return int(self.listen.rpartition(":")[2])

    @property
    def is_near(self) -> bool:
        """Whether only this machine reaches the address."""
        return self.host in LOOPBACK
