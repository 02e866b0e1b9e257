"""Reading `bot.toml`: every complaint with file, line and remedy."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.languages import Both
from bot.problems import Problem, did_you_mean, one_among
from bot.settings import (
    PLANNED,
    TABLES,
    MeaningSettings,
    RoomSettings,
    Settings,
    Shop,
    StoreSettings,
)
from bot.settings.checks import fit_together
from bot.settings.places import DOCS, help_of, line_of, spelled, table_and_key
from bot.unreadable import not_read, not_toml, not_utf8

OURS = ("practice", "file")
"""What settings hold and no file may say."""


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
        return Settings(), [
            not_read(shown, error, Both("Name the file with --config.", "请用 --config 写明设置文件。"))
        ]
    except UnicodeDecodeError:
        return Settings(), [not_utf8(shown)]
    return settings_in(text, file, shown, joins=joins)


def settings_in(text: str, file: Path, shown: str, *, joins: bool = True) -> tuple[Settings, list[Problem]]:
    """Read settings from a file's text; what it says or would say once it is written."""
    try:
        raw = tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        return Settings(), [not_toml(shown, error, DOCS)]
    settings, problems = check_settings(raw, text, shown)
    if not problems:
        problems = fit_together(settings, text, shown, file.parent, joins=joins)
    return _rooted(settings, file), problems


MOVED = {("console", "claim_s"): Both("It is claim_s of each [[rooms]] now.", "现在写在每个 [[rooms]] 的 claim_s。")}
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
    name = spelled(where)
    line, value = line_of(where, text), str(error["input"])
    if error["type"] == "missing":
        return Problem(shown, line, Both(f"{name} is missing.", f"缺少 {name}。"), help_of(where))
    if error["type"] == "literal_error":
        words = error["ctx"]["expected"].replace("'", "").replace(" or ", ", ").split(", ")
        if error["input"] in PLANNED:
            planned = Both(
                f'{name} is "{value}", which this version does not speak yet.',
                f"{name} 写的是「{value}」，这个版本还不支持。",
            )
            return Problem(shown, line, planned, one_among(words))
        return Problem(
            shown, line, Both(f'{name} is "{value}".', f"{name} 写的是「{value}」。"), did_you_mean(value, words)
        )
    if error["type"] == "string_pattern_mismatch":
        what = Both(
            f'{name} is "{value}", which this version cannot open.', f"{name} 写的是「{value}」，这个版本打不开。"
        )
        fix = Both('Write url = "sqlite:///data/roomhand.db".', '请写 url = "sqlite:///data/roomhand.db"。')
        return Problem(shown, line, what, fix)
    why, exact = _why(error), f"{error['input']!r}"
    what = Both(f"{name} is {exact}: {why}".rstrip(".") + ".", f"{name} 写的是 {exact}：{why.zh.rstrip('。')}。")
    return Problem(shown, line, what, help_of(where))


def _why(error: Any) -> Both:
    """Return what pydantic, or a check of our own, has against a value."""
    ours = error.get("ctx", {}).get("error")
    if isinstance(ours, ValueError) and ours.args and isinstance(ours.args[0], Both):
        return ours.args[0]
    en = str(error["msg"]).removeprefix("Value error, ")
    zh = next((zh for begin, zh in _WHY_ZH.items() if error["type"].startswith(begin)), "写法不对")
    return Both(en, zh.format(**error.get("ctx", {})))


_WHY_ZH = {
    "int_from_float": "应为整数",
    "int": "应为整数",
    "float": "应为数字",
    "decimal": "应为金额",
    "bool": "应为 true 或 false",
    "string_too_short": "至少 {min_length} 个字符",
    "string_too_long": "最多 {max_length} 个字符",
    "string": "应为用引号括起来的文字",
    "path": "应为路径",
    "greater_than_equal": "不能小于 {ge}",
    "greater_than": "必须大于 {gt}",
    "less_than_equal": "不能大于 {le}",
    "less_than": "必须小于 {lt}",
    "finite_number": "应为有限的数",
    "too_short": "至少要有 {min_length} 项",
    "too_long": "最多 {max_length} 项",
    "list": "应为列表",
    "tuple": "应为列表",
    "dict": "应为一段设置",
    "model": "应为一段设置",
}
"""By the beginning of pydantic's type of an error; a longer one stands before the shorter that it begins with."""


def _unknown(where: tuple[int | str, ...], text: str, shown: str) -> Problem:
    table, key = table_and_key(where)
    tables = {name: None for name in TABLES if "." not in name}
    known = TABLES[table].model_fields if key and table in TABLES else {**tables, "grace_s": None}
    return Problem(
        shown,
        line_of(where, text),
        Both(f'unknown setting "{spelled(where)}".', f"不认识的设置「{spelled(where)}」。"),
        MOVED.get((table, key)) or did_you_mean(str(where[-1]), known),
    )


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
