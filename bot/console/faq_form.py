"""An entry as it stands in the form: what was typed, what it means, and what is wrong with it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.console.words import BY_LANGUAGE, Words, both
from bot.faq.entries import MODES, THEN, Entry, Phrasing, variables
from bot.faq.files import GOOD_ID, LONGEST_ANSWER, MOST_PHRASINGS
from bot.faq.keys import KEYS, Findings, days, language, one_of, products, scene_name
from bot.faq.lines import LONGEST_PHRASING, LONGEST_QUESTION, as_phrasing, as_question, as_value, as_wording
from bot.faq.writing import keys_as_written
from bot.languages import Both
from bot.problems import Problem
from bot.text import normalise

_BREAK = re.compile(r"^[ \t]*-{3,}[ \t]*$", re.MULTILINE)
LONGEST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Typed:
    """The words in the fields of the form."""

    question: str = ""
    phrasings: str = ""
    """One a line."""
    wordings: str = ""
    """With a line --- between two."""
    keys: Mapping[str, str] = field(default_factory=lambda: dict.fromkeys(KEYS, ""))
    id: str = ""
    """Of a new entry; empty for one that is made of its question."""
    file: str = ""
    """Of a new entry: the file it is written to."""

    @classmethod
    def of(cls, entry: Entry) -> Typed:
        """Return what the form of an entry shows."""
        had = keys_as_written(entry)
        return cls(
            question=entry.question,
            phrasings="\n".join(phrasing.text for phrasing in entry.phrasings),
            wordings="\n\n---\n\n".join(entry.wordings),
            keys={key: had.get(key, "") for key in KEYS},
        )

    @classmethod
    def sent(cls, form: Mapping[str, object]) -> Typed:
        """Read what a browser sent."""
        said = {name: str(form.get(name, "")).replace("\r\n", "\n") for name in ("phrasings", "wordings")}
        lines = {name: " ".join(str(form.get(name, "")).split()) for name in ("question", "id", "file", *KEYS)}
        keys = {key: lines.pop(key) for key in KEYS}
        return cls(keys=keys, **said, **lines)

    @property
    def fields(self) -> dict[str, str]:
        """What `sent` would read this from."""
        said = {"question": self.question, "phrasings": self.phrasings, "wordings": self.wordings}
        return {**said, "id": self.id, "file": self.file, **self.keys}

    @property
    def mark(self) -> str:
        """What tells this text from any other."""
        said = [self.question, self.phrasings, self.wordings, dict(self.keys), self.id, self.file]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode("utf-8", "replace")).hexdigest()[:32]

    @property
    def ways(self) -> list[tuple[int, str]]:
        """Each phrasing with its line in the box."""
        return [(n, line.strip()) for n, line in enumerate(self.phrasings.split("\n"), 1) if line.strip()]

    @property
    def said(self) -> list[tuple[int, str]]:
        """Each wording as it would be said, with its line in the box."""
        found, at = [], 0
        for part in _BREAK.split(self.wordings):
            if said := as_wording(part):
                blank = len(part) - len(part.lstrip())
                found.append((self.wordings[: at + blank].count("\n") + 1, said))
            at = self.wordings.find("\n", at + len(part)) + 1 or len(self.wordings)
        return found

    def entry(self, old: Entry | None) -> Entry:
        """Return the entry that is meant; only where nothing is wrong with it."""
        had = {phrasing.text for phrasing in old.phrasings} if old is not None else set()
        keys = {key: (as_value(value), 0) for key, value in self.keys.items()}
        first, last = days(keys, Findings(""))
        said = [wording for _, wording in self.said]
        return Entry(
            id=old.id if old is not None else self.id,
            question=as_question(self.question),
            answer=said[0] if said else "",
            phrasings=tuple(Phrasing(way if way in had else as_phrasing(way), 0) for _, way in self.ways),
            other_wordings=tuple(said[1:]),
            then=keys["then"][0],
            valid_from=first,
            valid_to=last,
            products=products(keys),
            lang=language(keys, Findings("")),
            scene=scene_name(keys, Findings("")),
            mode=keys["mode"][0],
        )

    def problems(self, old: Entry | None, t: Words) -> list[Problem]:
        """Say what is wrong, each with its field and its line there."""
        return [*self._of_question(t), *self._of_ways(old, t), *self._of_answer(t), *self._of_keys(t)]

    def _of_question(self, t: Words) -> Iterator[Problem]:
        where = t("edit.question")
        if not normalise(as_question(self.question)):
            yield Problem(where, 0, both("edit.no_question"))
        elif len(self.question) > LONGEST_QUESTION:
            yield Problem(where, 0, both("edit.long", n=LONGEST_QUESTION))
        if self.id and not GOOD_ID.fullmatch(self.id):
            yield Problem(t("edit.id"), 0, both("edit.bad_id"))

    def _of_ways(self, old: Entry | None, t: Words) -> Iterator[Problem]:
        where, seen = t("edit.at.phrasings"), {normalise(self.question)}
        had = {phrasing.text for phrasing in old.phrasings} if old is not None else set()
        if len(self.ways) > MOST_PHRASINGS:
            yield Problem(where, 0, both("edit.many", n=MOST_PHRASINGS))
        for line, way in self.ways:
            plain, written = normalise(way), way if way in had else as_phrasing(way)
            if not normalise(written) and way not in had:
                yield Problem(where, line, both("edit.says_nothing", text=way[:LONGEST_SHOWN]))
            elif len(way) > LONGEST_PHRASING:
                yield Problem(where, line, both("edit.long", n=LONGEST_PHRASING))
            elif plain in seen and way not in had:
                yield Problem(where, line, both("edit.again", text=way[:LONGEST_SHOWN]), severity="warning")
            elif written != way:
                yield Problem(where, line, both("edit.becomes", text=written[:LONGEST_SHOWN]), severity="warning")
            seen.add(plain)

    def _of_answer(self, t: Words) -> Iterator[Problem]:
        where, then = t("edit.at.wordings"), self.keys.get("then", "")
        if not self.said and not then:
            yield Problem(where, 0, both("edit.no_answer"))
        if self.said and then:
            yield Problem(
                where,
                self.said[0][0],
                both(
                    "edit.answer_and_then", then=Both(*(words.known("then", then) for words in BY_LANGUAGE.values()))
                ),
            )
        for line, said in self.said:
            if len(said) > LONGEST_ANSWER:
                yield Problem(where, line, both("edit.long", n=LONGEST_ANSWER))
            for written, meant in variables(said):
                if meant is None:
                    yield Problem(where, line, both("learn.variable", written=written), both("edit.variables"))

    def _of_keys(self, t: Words) -> Iterator[Problem]:
        for key, value in self.keys.items():
            findings, keys = Findings(t(f"edit.{key}")), {key: (as_value(value), 0)}
            days(keys, findings)
            language(keys, findings)
            scene_name(keys, findings)
            one_of("mode", MODES, keys, findings)
            one_of("then", THEN, keys, findings)
            yield from findings.problems
