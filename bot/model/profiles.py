"""What each provider's service is like, read from providers.toml, and the request that suits it."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from bot.model.outcomes import Question

OTHER = "other"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
FORMATS = ("json_schema", "json_object", "none")
"""Ways to ask for JSON, from the strictest to none at all."""


@dataclass(frozen=True, slots=True)
class Profile:
    """How one provider's service wants to be asked."""

    name: str
    hosts: tuple[str, ...] = ()
    ports: tuple[int, ...] = ()
    formats: tuple[str, ...] = ("json_object",)
    tokens: str = "max_tokens"
    fixed: bool = False
    says_json: bool = False
    bounds: bool = False
    """Its schemas may bound lengths."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    models: tuple[Mapping[str, Any], ...] = ()
    trap: str = ""

    def for_model(self, model: str) -> Profile:
        """Return the profile with what differs for this model."""
        found = self
        for differs in self.models:
            if re.search(differs["named"], model, re.IGNORECASE):
                found = replace(found, **{key: value for key, value in differs.items() if key != "named"})
        return found

    def request(self, question: Question, model: str, way: str) -> dict[str, Any]:
        """Return the body of the request, asking for JSON in this way."""
        mine = self.for_model(model)
        messages = [dict(message) for message in question.messages]
        if mine.says_json and not any("json" in message["content"].lower() for message in messages):
            messages[0]["content"] += "\nAnswer in JSON."
        body: dict[str, Any] = {"model": model, "messages": messages, mine.tokens: question.max_tokens}
        if not mine.fixed:
            body["temperature"] = question.temperature
        if way == "json_schema":
            schema = question.schema if mine.bounds else _unbounded(question.schema)
            shape = {"name": "answer", "strict": True, "schema": schema}
            body["response_format"] = {"type": "json_schema", "json_schema": shape}
        elif way == "json_object":
            body["response_format"] = {"type": "json_object"}
        if mine.extra:
            body["extra_body"] = dict(mine.extra)
        return body


def _unbounded(schema: Any) -> Any:
    """Return a schema without bounds on lengths, which strict services refuse."""
    if isinstance(schema, Mapping):
        return {key: _unbounded(value) for key, value in schema.items() if key not in ("maxLength", "maxItems")}
    return [_unbounded(one) for one in schema] if isinstance(schema, list) else schema


@functools.cache
def profiles() -> Mapping[str, Profile]:
    """Return every profile by its name."""
    table = tomllib.loads(files("bot.model").joinpath("providers.toml").read_text("utf-8"))
    return {name: _profile(name, keys) for name, keys in table.items()}


def _profile(name: str, keys: Mapping[str, Any]) -> Profile:
    lists = {key: tuple(keys[key]) for key in ("hosts", "ports", "formats", "models") if key in keys}
    return Profile(name, **{**keys, **lists})


def profile_for(base_url: str, named: str = "") -> Profile:
    """Return the profile that the settings name, else the one the address tells, else the plain one."""
    known = profiles()
    if named and named != "auto":
        return known[named]
    address = urlsplit(base_url)
    host = address.hostname or ""
    for profile in known.values():
        if any(host == end or host.endswith("." + end) for end in profile.hosts):
            return profile
        if host in LOOPBACK and address.port in profile.ports:
            return profile
    return known[OTHER]


def weaker(way: str) -> str | None:
    """Return the next way of asking for JSON after one was refused; None when there is none left."""
    at = FORMATS.index(way) + 1
    return FORMATS[at] if at < len(FORMATS) else None
