"""What the prompt for choosing is worth: questions with the entries offered, and which of them is right, or none."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.drafts.choice import check_choice
from bot.drafts.evaluation import Answered, Marks, counted
from bot.faq.entries import Entry
from bot.languages import Both
from bot.problems import Problem, did_you_mean

KEYS = ("id", "question", "entries", "accept", "kind")
NONE = "none"
MOST_OFFERED = 5
FIX = Both(
    'Write {"id":"1","question":"…","entries":["ship-when","refund-time"],"accept":["ship-when"]}, or accept "none".',
    '请写 {"id":"1","question":"…","entries":["ship-when","refund-time"],"accept":["ship-when"]}，或 none。',
)


@dataclass(frozen=True, slots=True)
class ChoiceCase:
    """A question with the entries a model may choose from, and what is right."""

    id: str
    question: str
    entries: tuple[Entry, ...]
    accept: frozenset[str]
    """Ids of entries, or `none`; any of them is right."""

    @property
    def abstains(self) -> bool:
        """Whether no entry may be chosen here."""
        return self.accept == {NONE}


def read_choices(
    lines: Iterable[str], path: str, entries: Mapping[str, Entry], problems: list[Problem]
) -> list[ChoiceCase]:
    """Read cases, one JSON object a line; what is wrong is named with its line."""
    cases: list[ChoiceCase] = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            said = json.loads(line)
            if unknown := next((key for key in said if key not in KEYS), None):
                problems.append(
                    Problem(
                        path,
                        number,
                        Both(f'unknown key "{unknown[:40]}".', f"不认识的键「{unknown[:40]}」。"),
                        did_you_mean(unknown, KEYS),
                    )
                )
                continue
            offered = tuple(map(str, said["entries"]))
            accept = said["accept"]
            right = frozenset([accept] if isinstance(accept, str) else map(str, accept))
            missing = [one for one in offered if one not in entries]
            if missing or not 1 <= len(set(offered)) == len(offered) <= MOST_OFFERED:
                raise ValueError(
                    f"no such entry: {', '.join(missing)}" if missing else "one to five entries, each once"
                )
            if not right or (wrong := right - {*offered, NONE}):
                raise ValueError(f"accepts what is not offered: {', '.join(sorted(wrong)) if right else 'nothing'}")
            cases.append(
                ChoiceCase(str(said["id"]), str(said["question"]), tuple(entries[o] for o in offered), right)
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            problems.append(Problem(path, number, Both(f"not a case ({error}).", f"不是用例（{error}）。"), FIX))
    doubled = [case_id for case_id, n in Counter(case.id for case in cases).items() if n > 1]
    problems += [
        Problem(
            path,
            0,
            Both(f'case "{one[:40]}" is there twice.', f"用例「{one[:40]}」出现了两次。"),
            Both("Give each its own id.", "每条要有自己的 id。"),
        )
        for one in doubled
    ]
    return cases


def marked_choices(cases: Sequence[ChoiceCase], answers: Sequence[Answered]) -> Marks:
    """Judge choices as the room would, and count."""
    marks = Marks()
    for case, answer in counted(cases, answers, marks):
        number = check_choice(answer.text, answer.finish, len(case.entries))
        if number is None:
            marks.rules["V1"] += 1
            marks.wrong.append((case.id, "V1: not the agreed shape"))
            continue
        marks.valid += 1
        chosen = case.entries[number - 1].id if number else NONE
        marks.said_none += chosen == NONE
        marks.rightly_none += chosen == NONE and NONE in case.accept
        if chosen in case.accept:
            marks.right += 1
        else:
            marks.wrong.append((case.id, chosen))
    return marks
