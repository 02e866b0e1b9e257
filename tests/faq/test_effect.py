"""What a change does to the questions of the past, and how it is put in words."""

from __future__ import annotations

from collections.abc import Callable

from bot.faq.cases import Came
from bot.faq.effect import Question, compare, entries_changed

SHIP, POST = Came("answer", "ship", "48 小时。"), Came("answer", "post", "包邮。")
PERSON, SILENT = Came("escalate", "", "", "unsure"), Came("ignore")


def by(answers: dict[str, Came]) -> Callable[[Question], Came]:
    return lambda question: answers.get(question.text, SILENT)


def test_each_kind_of_change_is_told_with_before_and_after() -> None:
    before = {"a": SHIP, "b": SHIP, "c": PERSON, "d": PERSON, "e": SHIP}
    after = {"a": SHIP, "b": POST, "c": POST, "d": SILENT, "e": PERSON}
    effect = compare([Question(text) for text in "abcde"], by(before), by(after))
    assert effect.questions == 5
    assert {c.question: (c.kind, c.before, c.after) for c in effect.changes} == {
        "b": ("otherwise", SHIP, POST),
        "c": ("newly", PERSON, POST),
        "d": ("moved", PERSON, SILENT),
        "e": ("no longer", SHIP, PERSON),
    }


def test_another_text_of_the_same_entry_is_another_answer() -> None:
    later = Came("answer", "ship", "24 小时。")
    (change,) = compare([Question("a")], by({"a": SHIP}), by({"a": later})).changes
    assert (change.kind, change.before.text, change.after.text) == ("otherwise", "48 小时。", "24 小时。")


def test_the_same_question_counts_once_with_how_often_it_was_asked() -> None:
    questions = [Question("包邮吗？"), Question("主播 包邮吗"), Question("包邮吗", "A101"), Question("几天")]
    asked: list[Question] = []

    def before(question: Question) -> Came:
        asked.append(question)
        return PERSON

    effect = compare(questions, before, lambda question: POST)
    assert len(asked) == 3
    assert [(c.question, c.times) for c in effect.of("newly")] == [("包邮吗？", 2), ("几天", 1), ("包邮吗", 1)]
    assert effect.questions == 4


def test_a_change_of_the_files_is_said_by_its_entries() -> None:
    ship, post = "## 几天发货 {#ship}\n48 小时。\n", "## 包邮吗 {#post}\n包。\n"
    assert entries_changed({"a.md": ship}, {"a.md": ship + "\n" + post}) == "added post"
    assert entries_changed({"a.md": ship}, {"a.md": ship.replace("48", "24")}) == "changed ship"
    assert entries_changed({"a.md": ship, "b.md": post}, {"a.md": ship}) == "removed post"
    assert entries_changed({"a.md": ship + "\n" + post}, {"a.md": ship, "b.md": post}) == "edited a.md, b.md"
    assert entries_changed({"handover.txt": "x"}, {"handover.txt": "y"}) == "edited handover.txt"
    assert entries_changed({"a.md": ship}, {"a.md": ship}) == "nothing"
    both = entries_changed({"a.md": ship}, {"a.md": post})
    assert both == "added post; removed ship"
