"""`check`, and how the command line says that it was used wrongly."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.commands.shop import BOT_TOML, SHIPPING, Shop, run

ROOT = Path(__file__).parents[2]


def test_a_good_shop_has_no_errors(shop: Shop) -> None:
    ended = run("check")
    assert ended.code == 0, ended
    assert "0 errors" in ended.out
    assert "2 entries" in ended.out


def test_the_numbers_are_there_for_other_programs(shop: Shop) -> None:
    found = run("check", "--json").json
    assert (found["errors"], found["entries"], found["products"], found["rooms"]) == (0, 2, 4, 1)


def test_a_broken_faq_file_is_named_with_line_and_remedy(shop: Shop) -> None:
    shop.write("faq/returns.md", "## Refunds?\n- money back\n\n## Where? {#w}\n<!-- thn: person -->\nhere\n")
    ended = run("check")
    assert ended.code == 1
    assert 'faq/returns.md:1: "Refunds?" has no answer.' in ended.out
    assert 'faq/returns.md:5: unknown key "thn". Did you mean "then"?' in ended.out
    assert "2 errors" in ended.out


def test_problems_are_there_for_other_programs_too(shop: Shop) -> None:
    shop.write("faq/returns.md", "## Refunds?\n")
    ended = run("check", "--json")
    assert ended.code == 1
    (problem,) = [p for p in ended.json["problems"] if p["severity"] == "error"]
    assert (problem["path"], problem["line"]) == ("faq/returns.md", 1)
    assert problem["fix"]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("bot.toml", '[[rooms]]\nname = "a"\nplatform = "twich"\n', 'bot.toml:3: rooms[1].platform is "twich".'),
        ("catalog.csv", "sku,title,price\nA1,Cup,dear\n", 'catalog.csv:2: price "dear" is not an amount.'),
        ("faq/guard.txt", "[forbiden]\n", 'faq/guard.txt:1: unknown group "forbiden". Did you mean "forbidden"?'),
        ("faq/handover.txt", "投诉\n", 'faq/handover.txt:1: "投诉" belongs to no group.'),
        ("prompts/suggest.md", "hello\n", "prompts/suggest.md:1: the front matter is missing."),
        ("faq/a.md", "## Price?\n{price:Z9}\n", "faq/a.md:2: {price:Z9}: no product Z9."),
        ("faq/a.md", "## Cheap?\n全网最低价。\n", "faq/a.md:2: the guard would stop this answer"),
        ("faq/b.md", "## Again? {#ship-when}\nx\n", 'the id "ship-when" is already used in'),
    ],
)
def test_every_file_is_checked(shop: Shop, name: str, text: str, said: str) -> None:
    shop.write(name, text)
    ended = run("check")
    assert ended.code == 1
    assert said in ended.out


def test_the_clips_of_replays_are_checked_where_the_settings_name_them(shop: Shop) -> None:
    shop.write("bot.toml", BOT_TOML.replace("[shop]", '[shop]\nclips = "clips.csv"'))
    assert "clips.csv: " in run("check").out
    rows = "c1,全网第一的面霜,https://v.example/1,1:00,2:00\nc2,面霜怎么用,https://v.example/1,3:00,2:00\n"
    shop.write("clips.csv", f"clip_id,title,url,start,end\n{rows}")
    ended = run("check")
    assert ended.code == 1
    assert "clips.csv:2: the guard would stop “全网第一的面霜”" in ended.out
    assert "clips.csv:3: it ends at 2:00" in ended.out


def test_entries_that_collide_or_run_out_are_warnings(shop: Shop) -> None:
    today = datetime.now(UTC).date()
    gone, soon = today - timedelta(days=5), today + timedelta(days=1)
    shop.write(
        "faq/a.md", f"## Gone? {{#g}}\n<!-- valid: ..{gone} -->\nx\n\n## Soon? {{#s}}\n<!-- valid: ..{soon} -->\nx\n"
    )
    shop.write("faq/z.md", "## 别的问题 {#other}\n- 几天能到\n\nx\n")
    ended = run("check")
    assert ended.code == 0, ended
    assert 'faq/a.md:1: "Gone?" ran out' in ended.out
    assert 'faq/a.md:5: "Soon?" runs out' in ended.out
    assert 'faq/z.md:2: "几天能到" belongs to other, but ship-when' in ended.out


def test_errors_come_first_then_warnings_by_what_they_have_in_common(shop: Shop) -> None:
    shop.write("faq/a.md", "## 什么时候能发货呢？ {#again}\n- 几天能到\n\n24 小时内发货。\n")
    shop.write("faq/z.md", "## Refunds?\n")
    ended = run("check")
    lines = ended.out.splitlines()
    assert lines[0].startswith('faq/z.md:1: "Refunds?" has no answer.')
    heads = [line for line in lines if line.startswith("Warning: ")]
    assert "Warning: answers that contradict each other (1)" in heads
    assert "Warning: the same words in two entries (1)" in heads
    assert all(line.startswith("  ") for line in lines[2:-2] if line and line not in heads)
    assert 'again says "24 小时", but ship-when (faq/shipping.md:7) says "48 小时".' in ended.out
    kinds = {problem["kind"] for problem in run("check", "--json").json["problems"]}
    assert {"files and settings", "answers that contradict each other"} <= kinds


def test_an_answer_too_long_for_a_room_of_the_settings_is_named_with_the_room(shop: Shop) -> None:
    room = '\n[[rooms]]\nname = "evening"\nplatform = "irc"\nurl = "ws://localhost"\nchannel = "#s"\nnick = "bot"\n'
    shop.write("bot.toml", (shop.folder / "bot.toml").read_text("utf-8") + room)
    shop.write("faq/long.md", f"## 怎么保养 {{#care}}\n\n{'擦' * 200}\n")
    assert "goes out in several lines in evening" in run("check").out


def test_settings_elsewhere_are_named_before_or_after_the_command(shop: Shop, tmp_path: Path) -> None:
    shop.write("other/my.toml", (tmp_path / "bot.toml").read_text("utf-8"))
    for args in (("--config", "other/my.toml", "check"), ("check", "--config", "other/my.toml")):
        ended = run(*args)
        assert ended.code == 1
        assert "other" in ended.out


def test_without_settings_the_sample_shop_is_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ended = run("check")
    assert ended.code == 0, ended
    assert "0 errors" in ended.out


# used wrongly


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["chekc"], 'There is no command "chekc". Did you mean "check"?'),
        (["balanse"], 'Did you mean "balance"?'),
        (["check", "--jsn"], "--jsn"),
        (["ask"], "TEXT"),
        (["suggest"], "--viewer, --customer or --requests"),
        (["guard"], "--file"),
        (["replay", "none.jsonl"], "none.jsonl"),
        (["orders", "import", "none.csv"], "none.csv"),
        (["escalations", "claim", "first"], "first"),
        (["escalations", "claim", "9" * 30], "9999"),
        (["rehearse", "bot.toml", "--faults", "meteors"], "meteors"),
    ],
)
def test_wrong_usage_ends_with_2_and_a_hint(shop: Shop, args: list[str], said: str) -> None:
    ended = run(*args)
    assert ended.code == 2, ended
    assert said in ended.err


@pytest.mark.parametrize(
    "args", [["balance"], ["ask", "包邮吗"], ["suggest", "--customer", "c"], ["escalations", "list"]]
)
def test_no_command_runs_with_broken_settings(shop: Shop, args: list[str]) -> None:
    shop.write("bot.toml", "[shop]\nnme = 1\n")
    ended = run(*args)
    assert ended.code == 1
    assert 'bot.toml:2: unknown setting "shop.nme".' in ended.err


def test_settings_that_are_not_there_are_a_problem(shop: Shop) -> None:
    ended = run("balance", "--config", "none.toml")
    assert ended.code == 1
    assert "none.toml: cannot be read" in ended.err


def test_the_program_starts_as_a_file_too(shop: Shop) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "run_bot.py"), "check"], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert "0 errors" in done.stdout


def test_the_help_names_every_command(shop: Shop) -> None:
    ended = run("--help")
    assert ended.code == 0
    for name in ("run", "check", "ask", "replay", "rehearse", "orders", "suggest", "guard", "escalations", "balance"):
        assert f"  {name} " in ended.out


def test_a_faq_saved_as_something_else_than_utf8_is_named(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "faq/gb.md").write_bytes(SHIPPING.encode("gb18030"))
    ended = run("check")
    assert ended.code == 1
    assert "faq/gb.md:3: is not UTF-8 text." in ended.out


def test_an_example_in_a_prompt_that_may_not_be_said_is_named_with_its_line(shop: Shop) -> None:
    lines = (ROOT / "prompts" / "suggest.md").read_text("utf-8").rstrip().splitlines()
    shop.write(
        "prompts/suggest.md", "\n".join([*lines, "Such as “根治痘痘的面霜”.", "Never say “全网最低价”."]) + "\n"
    )
    ended = run("check")
    assert ended.code == 0, ended.out
    assert f"prompts/suggest.md:{len(lines) + 1}: the example “根治痘痘的面霜” could never be said" in ended.out
    assert "全网最低价" not in ended.out


def test_only_what_joins_the_rooms_needs_the_secrets_of_rooms_and_webhooks(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ROOMHAND_NO_SUCH", raising=False)
    text = (shop.folder / "bot.toml").read_text("utf-8")
    twitch = (
        '\n[[rooms]]\nname = "t"\nplatform = "twitch"\nchannel = "#t"\nnick = "t"\ntoken_env = "ROOMHAND_NO_SUCH"\n'
    )
    hooks = '\n[orders]\nlisten = "127.0.0.1:0"\nhook_secret_env = "ROOMHAND_NO_SUCH"\n'
    shop.write("bot.toml", text + twitch + hooks)
    assert run("balance").code == run("customers", "conflicts").code == 0
    for joins in (["check"], ["run"]):
        ended = run(*joins)
        assert ended.code == 1
        assert (ended.out + ended.err).count("names ROOMHAND_NO_SUCH, which is not set.") == 2, ended


def test_a_model_that_no_prompt_asks_is_told(shop: Shop) -> None:
    model = '\n[model]\nbase_url = "http://127.0.0.1:1/v1"\nname = "small"\n'
    shop.write("bot.toml", (shop.folder / "bot.toml").read_text("utf-8") + model)
    ended = run("check")
    assert ended.code == 0
    assert "prompts: has no suggest.md, so the model words no suggestion." in ended.out
    shop.write("prompts/suggest.md", (ROOT / "prompts" / "suggest.md").read_text("utf-8"))
    assert "so the model words no suggestion" not in run("check").out


def test_a_product_whose_name_may_never_be_said_is_told(shop: Shop) -> None:
    assert "products whose name may not be said" not in run("check").out
    shop.write(
        "catalog.csv", (shop.folder / "catalog.csv").read_text("utf-8") + "F1,助眠草本茶包,59,CNY,3,茶饮,,,9,,\n"
    )
    ended = run("check")
    assert ended.code == 0
    assert "catalog.csv: the guard would stop every sentence with “助眠草本茶包”" in ended.out
    shop.write("faq/guard.txt", "[allowed]\n助眠草本茶包 : medical-claim\n")
    assert "products whose name may not be said" not in run("check").out
