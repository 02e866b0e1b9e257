"""What takes longer than a moment: from "asks for a product" to a reply, and the model's choice among entries."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot import choice
from bot.catalog import Product
from bot.decide import by_choice
from bot.draft import Picked, Unsound, ask, check_draft
from bot.guard import check as guard_check
from bot.knowledge import Knowledge, Moment, Rules
from bot.links import Grade
from bot.memory import RoomMemory
from bot.messages import ChatMessage, Choose, Decision, Escalate, Merge, ReplyKind, Suggest
from bot.model import Model, ModelFailed
from bot.prompts import Prompt
from bot.store import Store
from bot.store.records import Decided, Draft
from bot.suggest import Ranked, Wanted, sentence, shortlist
from bot.text import Language, language_of

log = logging.getLogger(__name__)

SHOWN_LATELY = timedelta(minutes=10)
HOT_FOR = timedelta(days=3)
PROMPT = "suggest"
CHOOSE = "choose"


@dataclass(slots=True)
class Advisor:
    """Turns product questions of one room into suggestions, or into cases."""

    store: Store
    platform: str
    knowledge: Callable[[], Knowledge]
    prompts: Callable[[], dict[str, Prompt]]
    model: Model | None
    now: Callable[[], datetime]
    reply_within: timedelta
    languages: Sequence[Language] = ("zh", "en")
    personalise_from: Grade = Grade.CODE
    """How sure it must be who a viewer is before what they bought chooses anything."""
    _turn: int = 0

    async def advise(self, message: ChatMessage, decision: Suggest, memory: RoomMemory, rules: Rules) -> Decided:
        """Return what to record for a product question."""
        now = self.now()
        catalog = self.knowledge().catalog
        ranked = await self.rank(message, memory, now)
        if not ranked:
            return self._to_person(message, decision, memory, rules, "nothing in the catalogue fits", "")
        language = language_of(message.text)
        if language not in self.languages:
            language = self.languages[0]
        plain = sentence(catalog[ranked[0].sku], language, self._turn)
        self._turn += 1
        note: dict[str, Any] = {"ranked": [[r.sku, r.score, r.reason] for r in ranked]}
        if rules.mode != "auto":
            return self._to_person(message, decision, memory, rules, f"the room is on {rules.mode}", plain, note)
        sku, text = ranked[0].sku, plain
        if self._may_call(now):
            candidates = [catalog[r.sku] for r in ranked]
            picked = await self._drafted(message, candidates, language, note)
            if isinstance(picked, str):
                return self._to_person(message, decision, memory, rules, picked, plain, note)
            sku, text = picked.sku, sentence(catalog[picked.sku], language, self._turn, picked.say)
        if found := guard_check(text):
            return self._to_person(message, decision, memory, rules, f"the guard stopped it: {found[0]}", text, note)
        reason = next(r.reason for r in ranked if r.sku == sku)
        draft = Draft(ReplyKind.SUGGESTION, text, now + self.reply_within, skus=(sku,))
        memory.note_shown(message.viewer.id, (sku,), now)
        suggest = Suggest(f"asks for a product; chosen by {reason}", decision.best, decision.runner_up)
        return Decided(message, suggest, self.now(), draft=draft, note=note)

    async def choose(
        self, message: ChatMessage, decision: Choose, memory: RoomMemory, rules: Rules
    ) -> tuple[Decision, dict[str, Any]]:
        """Let the model choose among the nearest entries; returns what to do then, and a note of why."""
        prompt, now = self.prompts().get(CHOOSE), self.now()
        if self.model is None or prompt is None or not self.model.within_budget(now.date()):
            return decision.otherwise, {}
        known = self.knowledge().faq.entries
        entries = [known[entry] for entry in decision.options if entry in known]
        note: dict[str, Any] = {"prompt": f"{prompt.name}@{prompt.version}", "offered": [e.id for e in entries]}
        try:
            completion = await self.model.complete(
                choice.ask(prompt, message.text, entries), temperature=prompt.temperature,
                max_tokens=prompt.max_tokens, model=prompt.model,
            )  # fmt: skip
        except ModelFailed as error:
            log.warning("room %s: the model failed on %s: %s", message.room, message.id, error)
            return decision.otherwise, note | {"model": {"failed": str(error)}}
        number = choice.check_choice(completion.text, completion.finish, len(entries))
        note["model"] = {"name": completion.model, "tokens": completion.tokens, "chose": number}
        if not number:
            return decision.otherwise, note
        moment = Moment(self.knowledge(), memory, rules, self.now())
        return by_choice(message, entries[number - 1].id, decision, moment), note

    async def rank(self, message: ChatMessage, memory: RoomMemory, now: datetime) -> list[Ranked]:
        """Return the products that fit this viewer and question, best first."""
        known = await self.store.customers.known(self.platform, message.viewer.id, self.personalise_from)
        customer = known.customer_id
        wanted = Wanted(
            question=message.text,
            history=await self.store.customers.history(customer) if customer else None,
            on_screen=memory.on_screen,
            hot=await self.store.orders.bought_since(now - HOT_FOR),
            shown=memory.shown_to(message.viewer.id, SHOWN_LATELY, now),
        )
        catalog = self.knowledge().catalog
        # Once everything fitting was shown, the best of it again beats sending the viewer to a person.
        return shortlist(wanted, catalog, now) or shortlist(replace(wanted, shown=()), catalog, now)

    def _may_call(self, now: datetime) -> bool:
        return self.model is not None and PROMPT in self.prompts() and self.model.within_budget(now.date())

    async def _drafted(
        self, message: ChatMessage, candidates: list[Product], language: Language, note: dict[str, Any]
    ) -> Picked | str:
        """Ask the model; returns a sound pick, or why a person should answer."""
        prompt = self.prompts()[PROMPT]
        note["prompt"] = f"{prompt.name}@{prompt.version}"
        if self.model is None:
            raise ValueError("no model")
        try:
            completion = await self.model.complete(
                ask(prompt, message.text, candidates, language),
                temperature=prompt.temperature,
                max_tokens=prompt.max_tokens,
                model=prompt.model,
            )
        except ModelFailed as error:
            log.warning("room %s: the model failed on %s: %s", message.room, message.id, error)
            note["model"] = {"failed": str(error)}
            return f"the model failed: {error}"
        verdict = check_draft(completion.text, completion.finish, candidates, self.knowledge().catalog, language)
        note["model"] = {
            "name": completion.model,
            "tokens": completion.tokens,
            "verdict": repr(verdict)[:200],
        }
        if isinstance(verdict, Picked):
            return verdict
        if isinstance(verdict, Unsound):
            return f"the model's draft was unsound ({verdict.rule}: {verdict.what})"
        return (
            "the model would rather have a person answer"
            if verdict.action == "human"
            else "the model found nothing fitting"
        )

    def _to_person(
        self,
        message: ChatMessage,
        decision: Suggest,
        memory: RoomMemory,
        rules: Rules,
        reason: str,
        draft: str,
        note: dict[str, Any] | None = None,
    ) -> Decided:
        now = self.now()
        case = memory.case_of(message.text, rules.merge_within, now)
        if case is not None:
            merge = Merge("the same question is with staff already", into_escalation=case,
                          best=decision.best, runner_up=decision.runner_up)  # fmt: skip
            return Decided(message, merge, now, note=note or {})
        escalate = Escalate(reason, draft=draft, best=decision.best, runner_up=decision.runner_up)
        return Decided(message, escalate, now, note=note or {})
