"""Each provider is asked as it wants to be; what is known of them is data."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.drafts.draft import schema
from bot.model.outcomes import Question
from bot.model.profiles import FORMATS, profile_for, profiles, weaker
from bot.settings.models import PROVIDERS

ASKED = Question(
    ({"role": "system", "content": "Choose one."}, {"role": "user", "content": "面膜"}),
    {"type": "object", "properties": {"number": {"type": "integer"}}},
    0.3,
    80,
)


@pytest.mark.parametrize(
    ("base_url", "name"),
    [
        ("https://api.openai.com/v1", "openai"),
        ("https://api.deepseek.com", "deepseek"),
        ("https://api.deepseek.com/v1", "deepseek"),
        ("https://dashscope.aliyuncs.com/compatible-mode/v1", "qwen"),
        ("https://dashscope-intl.aliyuncs.com/compatible-mode/v1", "qwen"),
        ("https://api.moonshot.cn/v1", "kimi"),
        ("https://api.moonshot.ai/v1", "kimi"),
        ("https://open.bigmodel.cn/api/paas/v4", "glm"),
        ("https://ark.cn-beijing.volces.com/api/v3", "doubao"),
        ("https://ark.ap-southeast.bytepluses.com/api/v3", "doubao"),
        ("https://api.minimax.io/v1", "minimax"),
        ("http://127.0.0.1:11434/v1", "ollama"),
        ("http://localhost:11434/v1", "ollama"),
        # neither the port of another machine nor a name that only ends alike tells anything
        ("https://gateway.example:11434/v1", "other"),
        ("https://notapi.openai.com.example/v1", "other"),
        ("https://evilapi.deepseek.com.example/v1", "other"),
        ("http://127.0.0.1:8080/v1", "other"),
        ("", "other"),
    ],
)
def test_the_address_tells_whose_service_it_is(base_url: str, name: str) -> None:
    assert profile_for(base_url).name == name


def test_the_settings_word_counts_more_than_the_address() -> None:
    assert profile_for("https://api.openai.com/v1", "vllm").name == "vllm"
    assert profile_for("https://api.deepseek.com", "auto").name == "deepseek"


def test_the_settings_know_exactly_the_providers_that_are_described() -> None:
    assert set(PROVIDERS) == set(profiles()) | {"auto"}
    for profile in profiles().values():
        assert set(profile.formats) <= set(FORMATS), profile.name
        assert profile.trap, profile.name


@pytest.mark.parametrize(
    ("provider", "model", "with_it", "without"),
    [
        ("openai", "gpt-4.1-mini", {"max_tokens": 80, "temperature": 0.3}, {"extra_body"}),
        ("openai", "gpt-5-mini", {"max_completion_tokens": 80, "extra_body": {"reasoning_effort": "minimal"}},
         {"max_tokens", "temperature"}),
        ("openai", "o4-mini", {"max_completion_tokens": 80, "extra_body": {"reasoning_effort": "low"}},
         {"max_tokens", "temperature"}),
        ("deepseek", "deepseek-chat", {"extra_body": {"thinking": {"type": "disabled"}}}, set()),
        ("qwen", "qwen-flash", {"extra_body": {"enable_thinking": False}}, set()),
        ("kimi", "kimi-k2.5", {"extra_body": {"thinking": {"type": "disabled"}}}, {"temperature"}),
        ("kimi", "kimi-k3", {}, {"temperature", "extra_body"}),
        ("glm", "glm-4.5-flash", {"max_tokens": 80, "extra_body": {"thinking": {"type": "disabled"}}},
         {"stream_options"}),
        ("doubao", "ep-2026", {"extra_body": {"thinking": {"type": "disabled"}}}, set()),
        ("minimax", "MiniMax-M2", {"extra_body": {"reasoning_split": True}}, set()),
        ("ollama", "qwen3:4b", {"extra_body": {"reasoning_effort": "none"}}, set()),
        ("vllm", "qwen3", {"extra_body": {"chat_template_kwargs": {"enable_thinking": False}}}, set()),
        ("llamacpp", "local", {"extra_body": {"chat_template_kwargs": {"enable_thinking": False}}}, set()),
    ],
)  # fmt: skip
def test_the_request_suits_the_provider(
    provider: str, model: str, with_it: dict[str, Any], without: set[str]
) -> None:
    profile = profile_for("", provider)
    body = profile.request(ASKED, model, profile.formats[0])
    assert {key: body[key] for key in with_it} == with_it
    assert not without & set(body)
    assert "stream" not in body
    assert [message["role"] for message in body["messages"]] == ["system", "user"]


def test_the_word_json_stands_in_the_prompt_where_json_mode_needs_it() -> None:
    assert "JSON" in profile_for("", "deepseek").request(ASKED, "x", "json_object")["messages"][0]["content"]
    assert "JSON" not in profile_for("", "openai").request(ASKED, "x", "json_object")["messages"][0]["content"]


def test_lengths_are_bounded_only_where_the_service_takes_that() -> None:
    bounded = replace(ASKED, schema=schema(()))
    assert "maxLength" in str(profile_for("", "llamacpp").request(bounded, "x", "json_schema"))
    strict = profile_for("", "openai").request(bounded, "x", "json_schema")["response_format"]["json_schema"][
        "schema"
    ]
    assert "max" not in str(strict)
    assert strict["properties"]["skus"]["items"] == {"type": "string", "enum": []}


def test_ways_of_asking_for_json_go_from_strict_to_none() -> None:
    shape = profile_for("", "vllm").request(ASKED, "x", "json_schema")["response_format"]["json_schema"]
    assert (shape["strict"], shape["schema"]) == (True, ASKED.schema)
    assert "response_format" not in profile_for("", "vllm").request(ASKED, "x", "none")
    assert [weaker(way) for way in FORMATS] == ["json_object", "none", None]
