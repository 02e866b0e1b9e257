"""Docs that could rot: settings, commands, and every command line they show.

`python -m tests.test_docs` writes the generated parts of docs/settings.md and docs/commands.md anew.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from bot.cli import COMMANDS, main
from bot.settings import TABLES, described

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
AGAIN = "run: python -m tests.test_docs"


# rendering


def settings_part() -> str:
    """Return every setting as Markdown tables, one for each table of the file."""
    rows = described()
    parts: list[str] = []
    for table in ["", *TABLES]:
        if table:
            head = "[[rooms]]" if table == "rooms" else f"[{table}]"
            parts.append(f"## `{head}`\n\n{TABLES[table].__doc__}\n")
        else:
            parts.append("## Above all tables\n")
        lines = ["| setting | default | |", "|---|---|---|"]
        for of, key, default, text in rows:
            if of == table:
                name = f"{of}.{key}" if of else key
                shown = default if default == "required" else f"`{default}`"
                lines.append(f"| `{name}` | {shown} | {_cell(text)} |")
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def commands_part() -> str:
    """Return every command with its arguments and options as Markdown."""
    parts: list[str] = []
    for names, command in commands():
        parts.append(f"## `{' '.join(names)}`\n\n{_cell(command.help or '')}\n")
        if isinstance(command, click.Group):
            continue
        with click.Context(command, info_name=" ".join(names)) as ctx:
            usage = " ".join([*names, *command.collect_usage_pieces(ctx)])
            parts.append(f"```\n{usage}\n```\n")
            options = [option for option in command.params if isinstance(option, click.Option)]
            rows = [found for option in options if (found := option.get_help_record(ctx)) is not None]
        if rows:
            table = [f"| `{name.replace('|', chr(92) + '|')}` | {_cell(text)} |" for name, text in rows]
            parts.append("\n".join(["| option | |", "|---|---|", *table]) + "\n")
    return "\n".join(parts)


def commands() -> Iterator[tuple[list[str], click.Command]]:
    """Every command and, right after its group, every command inside."""
    ctx = click.Context(main)
    for name in COMMANDS:
        command = main.get_command(ctx, name)
        assert command is not None, name
        yield [name], command
        if isinstance(command, click.Group):
            for inner_name in command.list_commands(ctx):
                inner = command.get_command(ctx, inner_name)
                assert inner is not None, inner_name
                yield [name, inner_name], inner


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def written(file: Path, mark: str) -> str:
    """Return the part of a file between its marks."""
    match = _between(mark).search(file.read_text("utf-8"))
    assert match is not None, f"{file.name} has lost its marks <!-- {mark} --> and <!-- /{mark} -->"
    return match.group(1)


def write(file: Path, mark: str, part: str) -> None:
    """Put a part between the marks of a file."""
    text = _between(mark).sub(lambda _: f"<!-- {mark} -->\n\n{part}\n<!-- /{mark} -->", file.read_text("utf-8"))
    file.write_text(text, "utf-8")


def _between(mark: str) -> re.Pattern[str]:
    return re.compile(rf"<!-- {mark} -->\n(.*?)<!-- /{mark} -->", re.DOTALL)


# the tests


def test_every_setting_is_in_the_docs_with_its_default_and_its_words() -> None:
    part = written(DOCS / "settings.md", "settings")
    for table, key, default, text in described():
        name = f"{table}.{key}" if table else key
        row = next((line for line in part.split("\n") if line.startswith(f"| `{name}` |")), None)
        assert row is not None, f"docs/settings.md does not name {name}; {AGAIN}"
        assert default in row, f"docs/settings.md has another default of {name}; {AGAIN}"
        assert _cell(text) in row, f"docs/settings.md words {name} otherwise; {AGAIN}"
    assert part.strip() == settings_part().strip(), AGAIN


def test_every_command_and_option_is_in_the_docs() -> None:
    part = written(DOCS / "commands.md", "commands")
    for names, command in commands():
        assert f"\n## `{' '.join(names)}`\n" in part, f"docs/commands.md lacks {' '.join(names)}; {AGAIN}"
        for option in command.params:
            for word in option.opts if isinstance(option, click.Option) else ():
                assert word in part, f"docs/commands.md lacks {word} of {' '.join(names)}; {AGAIN}"
    assert part.strip() == commands_part().strip(), AGAIN


def test_every_command_and_option_says_what_it_does() -> None:
    for names, command in commands():
        assert command.help, names
        for option in command.params:
            if isinstance(option, click.Option) and "--help" not in option.opts:
                assert option.help, (names, option.opts)


def pages() -> list[Path]:
    return [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]


def shown_commands() -> Iterator[tuple[str, list[str]]]:
    """Every line of a shell block that starts Roomhand: where it stands, and its arguments."""
    for page in pages():
        text = page.read_text("utf-8")
        for block in re.finditer(r"^```(?:sh|console|bash|shell)\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
            first = text.count("\n", 0, block.start(1)) + 1
            for number, line in enumerate(block.group(1).split("\n"), first):
                words = shlex.split(line.removeprefix("$ "), comments=True)
                for i, word in enumerate(words):
                    if Path(word).name == "run_bot.py" or (word == "roomhand" and i == 0):
                        yield f"{page.name}:{number}", words[i + 1 :]
                        break


def parse(args: list[str]) -> None:
    """Parse a command line as the program would, without doing anything; raises what it would say."""
    if args[:1] == ["--config"]:
        args = args[2:]
    if not args or args in (["--help"], ["--version"]):
        return
    ctx = click.Context(main, info_name="roomhand")
    name, command, rest = main.resolve_command(ctx, list(args))
    while isinstance(command, click.Group):
        ctx = click.Context(command, info_name=name, parent=ctx)
        name, command, rest = command.resolve_command(ctx, rest)
    assert command is not None
    if "--help" not in rest:
        command.make_context(name, list(rest), parent=ctx).close()


def test_every_command_shown_is_a_command_of_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "draft").mkdir()
    shown = list(shown_commands())
    assert any(where.startswith("README") and not args for where, args in shown), "README shows how to start it"
    for where, args in shown:
        for arg in args:
            if re.fullmatch(r"[\w\-./]+\.(?:jsonl|csv|xlsx|toml)", arg):
                (tmp_path / arg).parent.mkdir(parents=True, exist_ok=True)
                (tmp_path / arg).touch()
        try:
            parse(args)
        except click.ClickException as error:
            pytest.fail(f"{where}: {' '.join(args)}: {error.format_message()}")


@pytest.mark.parametrize("args", [["chekc"], ["check", "--jsn"], ["escalations", "clam", "1"], ["ask"]])
def test_a_command_that_is_none_would_be_noticed(args: list[str]) -> None:
    with pytest.raises(click.UsageError):
        parse(args)


def test_every_page_linked_is_there() -> None:
    for page in pages():
        for target in re.findall(r"\]\((?!https?://|#|mailto:)([^)\s#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}, which is not there"


if __name__ == "__main__":
    write(DOCS / "settings.md", "settings", settings_part())
    write(DOCS / "commands.md", "commands", commands_part())
