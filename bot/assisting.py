"""A model's draft for staff: asked with the nearest entries of the FAQ, judged, filled in, and shown to who asked."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from bot.catalog import Product
from bot.console.desk import ModelDraft
from bot.decide.answering import filled
from bot.drafts import reply
from bot.drafts.gate import shut_for
from bot.drafts.validator import RULES, Unsound
from bot.escalation import Escalation
from bot.knowledge import Knowledge
from bot.languages import Both
from bot.model import Asking, Model
from bot.model.outcomes import ModelFailed, Question
from bot.prompts import Prompt
from bot.text import Language, language_of

log = logging.getLogger(__name__)

PROMPT = "desk"


@dataclass(frozen=True, slots=True)
class Assistant:
    """Drafts replies to cases, one at a time, when somebody asks."""

    knowledge: Callable[[str], Knowledge]
    """By room."""
    prompts: Callable[[], dict[str, Prompt]]
    model: Callable[[], Model | None]
    on_screen: Callable[[str], Product | None]
    """What a room shows now."""

    async def draft(self, case: Escalation, by: str) -> ModelDraft:
        """Return a draft that staff may read, or why there is none."""
        model, prompt = self.model(), self.prompts().get(PROMPT)
        if model is None:
            return ModelDraft()
        if prompt is None:
            return ModelDraft(why="no_prompt")
        lines = tuple(dict.fromkeys(asker.text for asker in case.askers if shut_for(asker.text) is None))
        if not lines:
            return ModelDraft(why="shut")
        shown = self._shown(case, lines, prompt)
        question = Question(
            tuple(reply.ask(prompt, shown)), reply.schema(), prompt.temperature, prompt.max_tokens, prompt.model
        )
        # Booked under the case: what a viewer may ask of the model is not used up by staff, nor the other way round.
        asking = Asking(case.room, f"staff, case {case.id}", prompt.label)
        try:
            answer = await model.ask(
                question, asking, lambda said: isinstance(reply.check_reply(said.text, said.finish, shown), str)
            )
        except ModelFailed as error:
            log.info("room %s: no draft for case %d: %s", case.room, case.id, error)
            return ModelDraft(why="failed", detail=error.said)
        written = reply.check_reply(answer.text, answer.finish, shown)
        if isinstance(written, Unsound):
            log.info("room %s: draft for case %d broke %s: %s", case.room, case.id, written.rule, written.what)
            return ModelDraft(
                why="unsound",
                detail=Both(f"{written.rule}: {written.what}", f"{written.rule}：{RULES[written.rule].zh}"),
            )
        return self._told(case, written, answer.model or answer.provider, shadow=model.shadow)

    def _shown(self, case: Escalation, lines: tuple[str, ...], prompt: Prompt) -> reply.Shown:
        knowledge = self.knowledge(case.room)
        ranked = knowledge.matcher.match(lines[-1]).ranked
        entries = tuple(knowledge.faq.entries[one.entry] for one in ranked if one.entry in knowledge.faq.entries)
        language: Language = language_of(lines[-1])
        return reply.Shown(lines, entries, self._screen(case), language, prompt.system)

    def _screen(self, case: Escalation) -> Product | None:
        """Return what was on screen when it was asked; what is there now where nobody knows."""
        catalog = self.knowledge(case.room).catalog
        return catalog[case.on_screen] if case.on_screen in catalog else self.on_screen(case.room)

    def _told(self, case: Escalation, written: str, by: str, *, shadow: bool) -> ModelDraft:
        """Fill a draft in and hold it against the guard."""
        if shadow:
            return ModelDraft(why="shadow")
        if not written:
            return ModelDraft(why="nothing")
        knowledge, screen = self.knowledge(case.room), self._screen(case)
        text = filled(written, knowledge.catalog, screen.sku if screen is not None else None)
        if text is None:
            return ModelDraft(why="unfilled")
        verdict = knowledge.guard.verdict(text, "staff")
        if not verdict.allowed:
            text = verdict.rewrite
        return ModelDraft(text, "", "", by) if text else ModelDraft(why="stopped", detail=verdict.why)
