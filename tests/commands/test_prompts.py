"""`prompts` and `model`: what the model is told and what came of it, from the command line."""

from __future__ import annotations

import asyncio
import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.drafts.choice_cases import read_choices
from bot.files.reload import ShopFiles
from bot.problems import Problem
from bot.spending import Call, CameTo, Limits
from bot.store import Store
from tests.commands.shop import BOT_TOML, Shop, run
from tests.models import PROMPTS
from tests.servers.model import FakeModel

CASES = [
    {"id": "1", "question": "推荐一款面膜", "candidates": ["A101", "A102"], "accept": ["A101"]},
    {"id": "2", "question": "有帐篷吗", "candidates": ["A101", "B201"], "accept": "none"},
]


@pytest.fixture
def told(shop: Shop) -> Shop:
    """A shop with the shipped prompts and two cases."""
    shutil.copytree(PROMPTS, Path("prompts"), dirs_exist_ok=True)
    shop.write("prompts/cases.jsonl", "".join(json.dumps(case) + "\n" for case in CASES))
    return shop


@contextmanager
def serving(service: FakeModel) -> Iterator[str]:
    """Let a service listen on a thread of its own: a command takes the loop for itself."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        asyncio.run_coroutine_threadsafe(service.__aenter__(), loop).result(10)
        yield service.url
    finally:
        asyncio.run_coroutine_threadsafe(service.__aexit__(None, None, None), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def test_good_prompts_are_listed_with_version_and_size(told: Shop) -> None:
    done = run("prompts", "check")
    assert done.code == 0, done
    assert "suggest@1+" in done.out
    assert "tokens a call" in done.out


def test_a_prompt_that_does_not_show_the_question_is_named_with_its_line(told: Shop) -> None:
    path = Path("prompts/suggest.md")
    text = path.read_text("utf-8")
    path.write_text(text.replace(", question, language", ", language").replace("$question", "nothing"), "utf-8")
    done = run("prompts", "check", "--json")
    assert done.code == 1
    (problem,) = done.json["problems"]
    assert problem["what"] == "placeholder question is missing."
    assert problem["line"] > 1


def test_a_prompt_that_is_missing_is_told(told: Shop) -> None:
    Path("prompts/choose.md").unlink()
    done = run("prompts", "check", "--json")
    assert "choose.md is not there" in done.json["problems"][0]["what"]


def test_diff_shows_what_differs_from_what_is_shipped_or_from_a_draft(told: Shop) -> None:
    assert "nothing differs" in run("prompts", "diff").out
    shutil.copytree("prompts", "draft")
    path = Path("prompts/suggest.md")
    path.write_text(path.read_text("utf-8").replace('choose "none". A wrong', 'say "none". A wrong'), "utf-8")
    for more in ([], ["--against", "draft"], ["--against", "draft/suggest.md"]):
        output = run("prompts", "diff", "suggest", *more).out
        assert '+9. If unsure, say "none"' in output
        assert '-9. If unsure, choose "none"' in output
    assert "Did you mean" in run("prompts", "diff", "sugest").err


def test_eval_asks_the_model_records_its_answers_and_judges_them_again(told: Shop) -> None:
    service = FakeModel()
    with serving(service) as url:
        told.write("bot.toml", BOT_TOML + f'\n[model]\nbase_url = "{url}"\nname = "small"\n')
        done = run(
            "prompts", "eval", "--runs", "2", "--out", "answers.jsonl", "--save-baseline", "base.json", "--json"
        )
    assert done.code == 0, done
    assert (done.json["answers"], done.json["right"], done.json["valid"]) == (4, 0.5, 1.0)
    assert len(service.asked) == 4
    again = run("prompts", "eval", "--answers", "answers.jsonl", "--baseline", "base.json")
    assert again.code == 0, again
    assert "right pick" in again.out
    assert "not right: 2: A101" in again.out
    base = json.loads(Path("base.json").read_text("utf-8"))
    told.write("base.json", json.dumps(base | {"right": 1.0}))
    worse = run("prompts", "eval", "--answers", "answers.jsonl", "--baseline", "base.json")
    assert worse.code == 1
    assert "WORSE: right was 100%, is 50%" in worse.out


CHOICES = [
    {"id": "1", "question": "啥时候寄出来", "entries": ["ship-when", "mask-price"], "accept": ["ship-when"]},
    {"id": "2", "question": "能租吗", "entries": ["mask-price", "ship-when"], "accept": "none"},
    {"id": "3", "question": "面膜啥价", "entries": ["ship-when", "mask-price"], "accept": ["mask-price"]},
]


def test_eval_of_choosing_asks_with_the_entries_and_counts_what_was_chosen(told: Shop) -> None:
    told.write("prompts/choose.jsonl", "".join(json.dumps(case) + "\n" for case in CHOICES))
    service = FakeModel()
    service.text = '{"number": 1}'
    with serving(service) as url:
        told.write("bot.toml", BOT_TOML + f'\n[model]\nbase_url = "{url}"\nname = "small"\n')
        done = run("prompts", "eval", "choose", "--out", "answers.jsonl", "--json")
    assert len(service.asked) == 3
    assert "48 小时内发货" in json.dumps(service.asked[0], ensure_ascii=False)
    assert (done.json["cases"], done.json["valid"], round(done.json["right"], 2)) == (3, 1.0, 0.33)
    assert dict(done.json["wrong"]) == {"2": "mask-price", "3": "ship-when"}
    answers = [{"id": "1", "text": '{"number": 1}'}, {"id": "2", "text": '{"number": 0}'}, {"id": "3", "text": "two"}]
    told.write("answers.jsonl", "".join(json.dumps(one) + "\n" for one in answers))
    again = run("prompts", "eval", "choose", "--answers", "answers.jsonl", "--json").json
    assert (again["abstention_precision"], again["rejected"]) == (1.0, {"V1": 1})


def test_a_case_of_choosing_that_is_none_is_named_with_its_line(told: Shop) -> None:
    bad = '{"id": "1", "question": "x", "entries": ["nowhere"], "accept": "none"}'
    told.write("prompts/choose.jsonl", f"{json.dumps(CHOICES[0])}\n{bad}\n")
    told.write("answers.jsonl", "")
    ended = run("prompts", "eval", "choose", "--answers", "answers.jsonl")
    assert ended.code == 1
    assert "choose.jsonl:2: not a case (no such entry: nowhere)." in ended.out + ended.err


def test_without_a_model_eval_says_what_it_needs(told: Shop) -> None:
    done = run("prompts", "eval")
    assert done.code == 1
    assert "--answers" in done.err


def test_model_says_how_it_is_set_up_and_what_came_of_it(told: Shop) -> None:
    told.write(
        "bot.toml",
        BOT_TOML + '\n[model]\nbase_url = "https://api.deepseek.com"\nname = "chat"\nshadow = true\n'
        '[[model.fallback]]\nbase_url = "http://127.0.0.1:11434/v1"\nname = "qwen3"\n',
    )

    async def fill(store: Store) -> None:
        now = datetime.now(UTC)
        number = await store.model_calls.book_call(
            Call("studio", "ann", now, now, "deepseek/chat", "suggest@1", 300, 0), Limits()
        )
        assert isinstance(number, int)
        await store.model_calls.settle_call(number, CameTo("answered", 420, 210, 0.001))

    told.with_store(fill)
    done = run("model")
    assert done.code == 0, done
    for part in (
        "deepseek/chat at api.deepseek.com",
        "ollama/qwen3",
        "shadow",
        "1 calls (answered 1)",
        "210 tokens",
        "420 ms",
    ):
        assert part in done.out, done.out
    assert run("model", "--json").json["use"]["calls"] == {"answered": 1}


def test_without_a_model_the_command_says_so(shop: Shop) -> None:
    assert "No model is set up" in run("model").out


def test_cases_about_another_shops_products_are_told_in_a_few_lines(shop: Shop) -> None:
    shop.write("prompts/suggest.md", (PROMPTS / "suggest.md").read_text("utf-8"))
    case = {"question": "x", "language": "zh", "candidates": ["Z1"], "accept": ["Z1"]}
    shop.write("prompts/cases.jsonl", "".join(json.dumps(case | {"id": str(n)}) + "\n" for n in range(50)))
    ended = run("prompts", "eval")
    assert ended.code == 1
    assert "has no case about your products. Write your own" in ended.err
    assert len(ended.err.splitlines()) == 4


def test_the_cases_that_are_shipped_are_about_the_sample_shops_entries() -> None:
    files = ShopFiles(PROMPTS.parent / "faq", PROMPTS, PROMPTS.parent / "bot" / "sample" / "catalog.csv")
    files.load()
    problems: list[Problem] = []
    lines = (PROMPTS / "choose.jsonl").read_text("utf-8").splitlines()
    cases = read_choices(lines, "choose.jsonl", files.knowledge.faq.entries, problems)
    assert problems == []
    assert len(cases) >= 20
    assert sum(case.abstains for case in cases) >= 8
