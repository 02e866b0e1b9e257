"""Imports point only downward; modules stay small and say what they are for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

BOT = Path(__file__).parents[1] / "bot"
LONGEST = 400

RANKS: dict[int, tuple[str, ...]] = {
    # pure words
    0: ("languages", "messages", "reasons", "problems", "unreadable", "text", "pacing"),
    # pure knowledge
    1: ("faq", "catalog", "product_questions", "cues", "deletions", "memory", "purchases", "customers", "ranking",
        "suggest", "prompts", "guard", "escalation", "spending", "sample"),
    # pure judgement
    2: ("knowledge", "decide", "drafts", "judge", "priority", "teaching"),
    # files, stores, networks
    3: ("settings", "config", "files", "model", "meaning", "store", "connectors", "orders", "running", "pulse",
        "stopping"),
    # what lives while the program runs, and what shows it
    4: ("assisting", "buying", "clientele", "practice", "console", "terminal", "publishing", "order_hooks"),
    5: ("room", "explain", "replay"),
    # everything put together; the rehearsal is the program against a recording, the commands may start either
    6: ("app",),
    7: ("rehearse",),
    8: ("commands",),
    9: ("cli",),
}  # fmt: skip
RANK = {name: rank for rank, names in RANKS.items() for name in names}
SIDEWAYS = {
    # inside one rank: who may know whom, one way only
    "problems": {"languages"},
    "unreadable": {"languages", "problems"},
    "reasons": {"languages"},
    "text": {"languages", "problems"},
    "model": {"settings"},
    "decide": {"knowledge"},
    "ranking": {"catalog"},
    "suggest": {"catalog", "ranking", "product_questions"},
    "product_questions": {"catalog"},
    "memory": {"escalation", "catalog"},
    "escalation": {"catalog", "cues", "faq", "guard", "product_questions"},
    "cues": {"catalog"},
    "sample": {"catalog", "purchases"},
    "faq": {"catalog", "guard", "cues"},
    "guard": {"catalog"},
    "config": {"settings"},
    "files": {"config", "meaning", "settings"},
    "meaning": {"settings"},
    "judge": {"decide", "knowledge"},
    "explain": {"practice"},
    "replay": {"room"},
    "clientele": {"console"},
    "assisting": {"console"},
}
PURE = {name for rank in (0, 1, 2) for name in RANKS[rank]} - {"sample"}  # which rolls seeded dice


def modules() -> list[Path]:
    return sorted(BOT.rglob("*.py"))


def name_of(path: Path) -> str:
    """Return `faq` for everything in bot/faq, `room` for bot/room/__init__.py."""
    return path.relative_to(BOT).parts[0].removesuffix(".py")


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every import of the package, also those inside functions: line and the part of the house it reaches."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                for alias in names:
                    if alias.name.startswith("bot."):
                        yield node.lineno, alias.name.split(".")[1]
            case ast.ImportFrom(module="bot", names=names, level=0):
                yield from ((node.lineno, alias.name) for alias in names)
            case ast.ImportFrom(module=str(module), level=0) if module.startswith("bot."):
                yield node.lineno, module.split(".")[1]
            case ast.ImportFrom(level=level) if level > 0:
                pytest.fail(f"line {node.lineno}: write imports in full, from bot.… import …")


def test_every_part_of_the_house_has_a_floor() -> None:
    found = {name_of(path) for path in modules()} - {"__init__"}
    assert found == set(RANK), "give a new module its rank here, and remove the ranks of those that are gone"


def test_imports_point_only_downward() -> None:
    upward: list[str] = []
    for path in modules():
        name = name_of(path)
        if name == "__init__":
            continue
        for line, other in imports(ast.parse(path.read_text("utf-8"))):
            if other == name:
                continue
            sideways = RANK[other] == RANK[name] and other in SIDEWAYS.get(name, ())
            if RANK[other] >= RANK[name] and not sideways:
                upward.append(f"{path.relative_to(BOT.parent)}:{line} imports {other}")
    assert upward == []


def test_no_two_parts_know_each_other() -> None:
    knows: dict[str, set[str]] = {}
    for path in modules():
        name = name_of(path)
        knows.setdefault(name, set()).update(o for _, o in imports(ast.parse(path.read_text("utf-8"))) if o != name)
    circles = {tuple(sorted((a, b))) for a, others in knows.items() for b in others if a in knows.get(b, ())}
    assert circles == set()


@pytest.mark.parametrize(
    "banned", ["asyncio", "aiohttp", "openai", "sqlite3", "pathlib", "os", "time", "random", "secrets"]
)
def test_the_pure_floors_touch_nothing_outside(banned: str) -> None:
    for path in modules():
        if name_of(path) not in PURE:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Import(names=aliases):
                    names = {alias.name.split(".")[0] for alias in aliases}
                case ast.ImportFrom(module=str(module)):
                    names = {module.split(".")[0]}
                case _:
                    continue
            assert banned not in names, f"{path.relative_to(BOT.parent)}:{node.lineno}"


def test_no_module_is_long() -> None:
    long = {
        str(path.relative_to(BOT.parent)): lines
        for path in modules()
        if (lines := path.read_text("utf-8").count("\n")) > LONGEST
    }
    assert long == {}


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(BOT.parent))
        for path in modules()
        if not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []


def test_every_public_function_and_class_says_what_it_does() -> None:
    trees = {path: ast.parse(path.read_text("utf-8")) for path in modules()}
    promised = {method for tree in trees.values() for method in _promised(tree)}
    silent = [
        f"{path.relative_to(BOT.parent)}:{node.lineno} {node.name}"
        for path, tree in trees.items()
        for node in _public(tree)
        if not ast.get_docstring(node) and not (_in_class(tree, node) and node.name in promised)
    ]
    assert silent == []


Named = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def _public(tree: ast.Module | ast.ClassDef) -> Iterator[Named]:
    """Functions and classes of a module, and the methods of its public classes; dunders explain themselves."""
    for node in tree.body:
        if isinstance(node, Named) and not node.name.startswith("_") and not _is_setter(node):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from _public(node)


def _is_setter(node: Named) -> bool:
    return any(isinstance(of, ast.Attribute) and of.attr == "setter" for of in node.decorator_list)


def _in_class(tree: ast.Module, node: Named) -> bool:
    return node not in tree.body


def _promised(tree: ast.Module) -> Iterator[str]:
    """Methods of protocols: said once there, not again by who keeps the promise."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and any(isinstance(b, ast.Name) and b.id == "Protocol" for b in node.bases):
            yield from (method.name for method in _public(node) if ast.get_docstring(method))
