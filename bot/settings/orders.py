"""Orders: how files are read, and who may tell of orders as they happen."""

from __future__ import annotations

from pydantic import Field, field_validator

from bot.languages import Both
from bot.settings.section import Section


class OrdersSettings(Section):
    """How order files are read, and who may tell of orders as they happen."""

    brushing: list[str] = Field(
        ["刷单", "补单", "s单", "brushing"],
        description="Words in staff's remark on an order that say nobody really placed it; such orders never count.",
    )
    listen: str = Field(
        "",
        description="Address and port where shops' systems may tell of orders, such as 127.0.0.1:8789 behind your own"
        " HTTPS server; empty: nowhere. It is apart from the console and answers nothing else.",
    )
    shopify_shop: str = Field("", description="The shop's own domain at Shopify, such as my-shop.myshopify.com.")
    shopify_secret_env: str = Field(
        "", description="Environment variable with the secret that Shopify signs its webhooks with."
    )
    hook_secret_env: str = Field(
        "",
        description="Environment variable with the secret that your own system signs orders with.",
    )

    @field_validator("listen")
    @classmethod
    def _address(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if value and not (host and port.isdigit() and int(port) <= 65535):
            raise ValueError(
                Both(
                    "the address or the port is missing. Write 127.0.0.1:8789.",
                    "缺少地址或端口。请写 127.0.0.1:8789。",
                )
            )
        return value

    @field_validator("brushing")
    @classmethod
    def _words(cls, value: list[str]) -> list[str]:
        if any(not word.strip() for word in value):
            raise ValueError(
                Both('a word is empty. Write ["刷单", "补单"].', '有一个词是空的。请写 ["刷单", "补单"]。')
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
