"""`faq import` and `faq export`, as staff use them."""

from __future__ import annotations

import io
import stat
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook  # type: ignore[import-untyped]

from bot.cli import main
from bot.faq.files import parse_faq
from bot.faq.merge import Brought, bring_in
from tests.commands.shop import SHIPPING, Ended, Shop, run

TABLE = "问题,相似问,答案\n包邮吗？,免邮/运费,满 99 包邮。\n什么时候发货,啥时发,24 小时。\n"


def files(shop: Shop) -> dict[str, str]:
    """Every file below the FAQ's folder."""
    return {path.name: path.read_text("utf-8") for path in (shop.folder / "faq").iterdir()}


def numbers(ended: Ended) -> tuple[int, int, int, int]:
    found = ended.json
    return found["new"], found["changed"], found["unchanged"], found["rejected"]


def piped(text: bytes, *args: str) -> Ended:
    result = CliRunner().invoke(main, ["faq", "import", "-", *args], input=text, catch_exceptions=False)
    return Ended(result.exit_code, result.stdout, result.stderr)


def test_an_import_says_what_it_did(shop: Shop) -> None:
    shop.write("kb.csv", TABLE)
    ended = run("faq", "import", "kb.csv")
    assert (ended.code, ended.err) == (0, "")
    assert "new: 包邮吗？ (faq/imported.md, " in ended.out
    assert "changed: 什么时候发货？ (faq/shipping.md, ship-when); the answer was: 48 小时内发货。" in ended.out
    assert ended.out.endswith("1 new, 1 changed, 0 unchanged; 0 rejected.\n")
    assert files(shop)["imported.md"] == "## 包邮吗？\n- 免邮\n- 运费\n\n满 99 包邮。\n"
    assert files(shop)["shipping.md"] == SHIPPING.replace("48 小时内发货。", "24 小时。").replace(
        "- how soon do you ship\n", "- how soon do you ship\n- 啥时发\n"
    )
    assert run("check").code == 0
    assert run("ask", "能免邮吗 免邮", "--json").json["entry"] == run("ask", "包邮吗", "--json").json["entry"]


def test_the_same_file_twice_changes_nothing(shop: Shop) -> None:
    shop.write("kb.csv", TABLE)
    assert numbers(run("faq", "import", "kb.csv", "--json")) == (1, 1, 0, 0)
    before = files(shop)
    again = run("faq", "import", "kb.csv", "--json")
    assert numbers(again) == (0, 0, 2, 0)
    assert again.json["files"] == []
    assert files(shop) == before


def test_a_dry_run_writes_nothing(shop: Shop) -> None:
    shop.write("kb.csv", TABLE)
    before = files(shop)
    ended = run("faq", "import", "kb.csv", "--dry-run")
    assert ended.out.endswith("would be 1 new, 1 changed, 0 unchanged; 0 rejected.\n")
    assert files(shop) == before


def test_a_bad_row_is_named_and_the_others_are_taken(shop: Shop) -> None:
    shop.write("kb.csv", TABLE + "几点开播？,,\n会员价？,,{vip}\n")
    ended = run("faq", "import", "kb.csv")
    assert ended.code == 1
    assert "kb.csv:4: the row has no answer. Fill the cell" in ended.err
    assert "kb.csv:5: {vip} is not a variable." in ended.err
    assert "1 new, 1 changed, 0 unchanged; 2 rejected." in ended.out
    assert [p["line"] for p in run("faq", "import", "kb.csv", "--json").json["problems"]] == [4, 5]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_file_from_any_office_software_is_read(shop: Shop, encoding: str) -> None:
    (shop.folder / "kb.csv").write_bytes(TABLE.encode(encoding))
    assert numbers(run("faq", "import", "kb.csv", "--json")) == (1, 1, 0, 0)


def test_excel_pastes_and_keyword_lists_are_told_apart(shop: Shop) -> None:
    book = Workbook()
    book.active.append(["问题", "答案"])
    book.active.append(["有赠品吗", "有"])
    book.save(shop.folder / "kb.xlsx")
    shop.write("kw.json", '{"rules": [{"keywords": ["拼团", "团购"], "reply": "没有拼团"}]}')
    shop.write("paste.txt", "音响/音箱 | 3 号链接\n")
    shop.write("table.txt", "问题\t答案\n几点开播\t八点\n")
    shop.write("other.md", "## 怎么加群？ {#group}\n\n点头像。\n")
    for name in ("kb.xlsx", "kw.json", "paste.txt", "table.txt", "other.md"):
        assert numbers(run("faq", "import", name, "--json")) == (1, 0, 0, 0), name
    entries, problems = parse_faq(files(shop)["imported.md"], "")
    assert problems == []
    assert [(e.question, e.answer) for e in entries] == [
        ("有赠品吗", "有"),
        ("拼团", "没有拼团"),
        ("音响", "3 号链接"),
        ("几点开播", "八点"),
        ("怎么加群？", "点头像。"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "音响/音箱 | 3 号链接\n".encode("gb18030"),
        b'{"\xe9\x9f\xb3\xe5\x93\x8d": "3"}',
        "问题,答案\n音响,3\n".encode(),
    ],
)
def test_what_is_piped_in_is_read(shop: Shop, text: bytes) -> None:
    assert numbers(piped(text, "--to", "faq/pasted.md", "--json")) == (1, 0, 0, 0)
    assert files(shop)["pasted.md"].startswith("## 音响\n")


def test_a_workbook_may_be_piped_in(shop: Shop) -> None:
    book = Workbook()
    book.active.append(["问题", "答案"])
    book.active.append(["有赠品吗", "有"])
    out = io.BytesIO()
    book.save(out)
    assert numbers(piped(out.getvalue(), "--json")) == (1, 0, 0, 0)


@pytest.mark.parametrize("to", ["imported.md", "faq/imported.txt", "faq/../x.md"])
def test_new_entries_go_only_where_the_bot_reads_them(shop: Shop, to: str) -> None:
    shop.write("kb.csv", TABLE)
    ended = run("faq", "import", "kb.csv", "--to", to)
    assert ended.code == 2
    assert "--to must name a file *.md below faq" in ended.err


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("kb.csv", b"\x81", "is not text in UTF-8 or GB18030."),
        ("kb.xls", b"\xd0\xcf\x11\xe0\xff\xff", "Save it as .xlsx."),
        ("kb.xlsx", b"no", "is not a readable Excel workbook"),
        ("kb.csv", b"a,b\n1,2\n", "no row names the columns question and answer."),
    ],
)
def test_a_file_that_is_none_is_named(shop: Shop, name: str, raw: bytes, words: str) -> None:
    (shop.folder / name).write_bytes(raw)
    ended = run("faq", "import", name)
    assert ended.code == 1
    assert words in ended.err
    assert "imported.md" not in files(shop)


def test_an_faq_with_errors_takes_nothing(shop: Shop) -> None:
    shop.write("kb.csv", TABLE)
    shop.write("faq/broken.md", "## 退款？\n")
    ended = run("faq", "import", "kb.csv")
    assert ended.code == 1
    assert 'faq/broken.md:1: "退款？" has no answer.' in ended.err
    assert "nothing was imported" in ended.err
    assert files(shop)["shipping.md"] == SHIPPING


def test_line_ends_marks_and_rights_of_a_file_stay(shop: Shop) -> None:
    path = shop.folder / "faq" / "shipping.md"
    path.write_bytes(b"\xef\xbb\xbf" + SHIPPING.replace("\n", "\r\n").encode())
    path.chmod(0o640)
    shop.write("kb.csv", TABLE)
    assert run("faq", "import", "kb.csv").code == 0
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf# Shipping\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n") == SHIPPING.count("\n") + 1
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert sorted(files(shop)) == ["handover.txt", "imported.md", "shipping.md"]


def test_a_file_that_is_saved_meanwhile_is_not_overwritten(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.write("kb.csv", TABLE)

    def slow(*args: Any) -> Brought:
        done = bring_in(*args)
        shop.write("faq/shipping.md", SHIPPING + "\nan editor's last line\n")
        return done

    monkeypatch.setattr("bot.commands.faq_exchange.bring_in", slow)
    ended = run("faq", "import", "kb.csv")
    assert ended.code == 1
    assert "faq/shipping.md was changed meanwhile; nothing was written." in ended.err
    assert files(shop).keys() == {"handover.txt", "shipping.md"}
    assert "an editor's last line" in files(shop)["shipping.md"]


def test_the_sample_shop_is_not_written_into_from_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kb.csv").write_text(TABLE, "utf-8")
    ended = run("faq", "import", "kb.csv")
    assert ended.code == 1
    assert "There is no bot.toml here" in ended.err


@pytest.mark.parametrize("name", ["out.xlsx", "out.csv", "out.md"])
def test_what_is_exported_comes_back_into_an_empty_shop(shop: Shop, name: str) -> None:
    shop.write(
        "faq/b.md", "---\nlang: en\n---\n\n## Again? {#again}\n<!-- mode: suggest-only -->\n\none\n\n---\n\n=two\n"
    )
    ended = run("faq", "export", name)
    assert (ended.code, ended.out) == (0, f"3 entries written to {name}; 0 problems.\n")
    before = [e.bare for path in ("b.md", "shipping.md") for e in parse_faq(files(shop)[path], "")[0]]
    for path in ("b.md", "shipping.md"):
        (shop.folder / "faq" / path).unlink()
    assert numbers(run("faq", "import", name, "--json")) == (3, 0, 0, 0)
    after = [e.bare for e in parse_faq(files(shop)["imported.md"], "")[0]]
    assert sorted(after, key=lambda e: e.id) == sorted(before, key=lambda e: e.id)
    assert numbers(run("faq", "import", name, "--json")) == (0, 0, 3, 0)


def test_an_exported_table_is_edited_and_brought_back(shop: Shop) -> None:
    run("faq", "export", "out.xlsx")
    book = load_workbook(shop.folder / "out.xlsx")
    sheet = book.active
    assert sheet["B2"].value == "什么时候发货？"
    sheet["D2"] = "当天发。"
    sheet["B5"], sheet["D5"] = "有赠品吗？", "有。"
    book.save(shop.folder / "out.xlsx")
    assert numbers(run("faq", "import", "out.xlsx", "--json")) == (1, 1, 1, 0)
    assert files(shop)["shipping.md"] == SHIPPING.replace("48 小时内发货。", "当天发。")


def test_an_export_never_lands_among_the_files_the_bot_reads(shop: Shop) -> None:
    assert run("faq", "export", "faq/all.md").code == 2
    assert run("faq", "export", "all.txt").code == 2
    assert run("faq", "export", "faq/all.csv").code == 0


def test_an_export_of_an_faq_with_errors_names_what_is_missing(shop: Shop) -> None:
    shop.write("faq/broken.md", "## 退款？\n")
    ended = run("faq", "export", "out.csv", "--json")
    assert ended.code == 1
    assert ended.json["entries"] == 2
    assert [p["path"] for p in ended.json["problems"]] == ["faq/broken.md"]


def test_a_table_in_one_language_leaves_the_wordings_in_others_alone(shop: Shop) -> None:
    both = SHIPPING.replace("48 小时内发货。", "48 小时内发货。\n\n---\n\nWe ship within 48 hours.")
    shop.write("faq/shipping.md", both)
    shop.write("kb.csv", "问题,答案\n什么时候发货,24 小时。\n")
    run("faq", "import", "kb.csv")
    (entry,) = [one for one in parse_faq(files(shop)["shipping.md"], "a.md")[0] if one.id == "ship-when"]
    assert entry.wordings == ("24 小时。", "We ship within 48 hours.")
    assert numbers(run("faq", "import", "kb.csv", "--json")) == (0, 0, 1, 0)
