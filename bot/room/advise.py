"""What takes longer than a moment: from reasons.ASKS_PRODUCT to a reply, and the model's choice among entries.

Code ranks, the model may pick among what was ranked and give a reason, code judges and renders. Without a model, in a
hurry, over a budget, or with a draft that breaks a rule, a ready sentence about the best product goes out.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bot import reasons
from bot.catalog import Product
from bot.catalog.sentences import WORDINGS, sentence
from bot.customers.links import Grade
from bot.decide import by_choice, decide, guarded
from bot.decide.answering import open_case
from bot.decide.for_people import CALMS_DOWN
from bot.drafts import choice
from bot.drafts.draft import Declined, Picked, ask, check_draft, check_pick, schema
from bot.drafts.gate import shut_for
from bot.drafts.picks import Picks, key_of
from bot.drafts.validator import Asked, Unsound
from bot.faq.match import Matcher
from bot.knowledge import Knowledge, Moment, Rules
from bot.languages import Both
from bot.memory import RoomMemory
from bot.messages import Answer, ChatMessage, Choose, Decision, Escalate, ReplyKind, Suggest
from bot.model import Asking, Model
from bot.model.joined import Joined
from bot.model.outcomes import Completion, Failure, ModelFailed, Question
from bot.product_questions import facts
from bot.product_questions.asks import Ask
from bot.product_questions.goods import asked_for
from bot.product_questions.limits import limits_of
from bot.prompts import Prompt
from bot.ranking.holdout import held_out
from bot.ranking.learned import Learned
from bot.store import Store
from bot.store.records import Decided, Draft
from bot.suggest import Ranked, Wanted, alike, shortlist
from bot.text import Language, language_of, normalise

log = logging.getLogger(__name__)

SHOWN_LATELY = timedelta(minutes=10)
SAID_LATELY = timedelta(minutes=5)
"""Within this time a room does not read the same sentence again: platforms drop repeats, and people notice."""
SUGGESTED_JUST_NOW = timedelta(seconds=60)
STALE = timedelta(seconds=20)
"""After this time the chat has moved on, and what a model made of a question is not said any more."""
HURRY_S = 0.3
"""With less time than this left the model is not asked."""
PATIENCE_S = 1.0
"""Seconds a question may have waited in line before that counts against the model's time."""
PROMPT = "suggest"
CHOOSE = "choose"


@dataclass(slots=True)
class Note:
    """What a decision's record says of the way to it, and what is counted."""

    said: dict[str, Any] = field(default_factory=dict)
    counted: list[str] = field(default_factory=list)
    failed: Failure | None = None


@dataclass(frozen=True, slots=True)
class _Unsaid:
    """Why no wording of a suggestion can go out, and the guard's rules where it was the guard."""

    why: str
    rules: tuple[str, ...] = ()


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
    fits: Callable[[str], bool] = lambda text: True
    """Whether the platform takes a sentence in one line, counted in its own way."""
    learned: Callable[[], Learned] = Learned
    """What all customers bought."""
    holdout: float = 0.0
    """The share of viewers who get what sells, whatever they bought: only they show what the rest gains."""
    personalise_from: Grade = Grade.CODE
    """How sure it must be who a viewer is before what they bought chooses anything."""
    asked: Callable[[Failure | None], None] = lambda failed: None
    """Told of each question to the model how it failed, None where it gave something usable."""
    _turn: int = 0
    _picks: Picks = field(default_factory=Picks)
    _calls: Joined[Completion] = field(default_factory=Joined)

    async def advise(
        self,
        message: ChatMessage,
        decision: Suggest,
        memory: RoomMemory,
        rules: Rules,
        since: datetime | None = None,
    ) -> Decided:
        """Return what to record for a product question that has waited since then."""
        now = self.now()
        note = Note()
        if memory.angry_lately(message.viewer.id, CALMS_DOWN, now):  # since it was decided
            return self._to_person(message, decision, memory, rules, reasons.NOTHING_SOLD, "", note)
        ranked, personal = await self.rank(message, memory, now, decision.instead_of)
        language = language_of(message.text)
        language = language if language in self.languages else self.languages[0]
        if not ranked:
            reason, said = self._why_none(message, language)
            return self._to_person(message, decision, memory, rules, reason, said, note)
        note.said["ranked"] = [[r.sku, r.score, r.reason] for r in ranked]
        if self._held_out(message):
            note.said["held_out"] = True
        catalog = self.knowledge().catalog
        plain = sentence(catalog[ranked[0].sku], language, self._turn)
        to_person = partial(self._to_person, message, decision, memory, rules, draft=plain, note=note)
        if rules.unsuggested:
            return to_person(reason=rules.unsuggested)
        shut = shut_for(message.text)
        if shut is not None and shut.person:
            return to_person(reason=shut.why)
        picked: Picked | Declined | None = None
        if shut is not None:
            note.counted.append(f"gate: {shut.why}")
        elif not memory.shown_to(message.viewer.id, SUGGESTED_JUST_NOW, now):
            candidates = tuple(catalog[r.sku] for r in ranked)
            picked = await self._picked(message, candidates, language, note, personal=personal, since=since or now)
        if isinstance(picked, Declined):
            human = picked.action == "human"
            return to_person(reason=reasons.MODEL_WANTS_PERSON if human else reasons.MODEL_FOUND_NONE)
        draft = self._worded(picked, ranked, language, memory, note)
        if isinstance(draft, _Unsaid):
            return to_person(reason=draft.why, stopped=draft.rules)
        reason = next((r.reason for r in ranked if r.sku == draft.skus[0]), "asked_for")
        memory.note_shown(message.viewer.id, draft.skus, now)
        suggest = Suggest(reasons.chosen_by(reason), decision.best, decision.runner_up)
        return self._decided(message, suggest, note, replace(draft, send_by=self._send_by(draft, since or now)))

    async def choose(
        self, message: ChatMessage, decision: Choose, memory: RoomMemory, rules: Rules, since: datetime | None = None
    ) -> tuple[Decision, Note]:
        """Let the model choose among the nearest entries; returns what to do then, and a note of why."""
        prompt, note = self.prompts().get(CHOOSE), Note()
        known = self.knowledge().faq.entries
        entries = [known[entry] for entry in decision.options if entry in known]
        if prompt is None or not entries:
            return decision.otherwise, note
        if shut := shut_for(message.text):
            note.counted.append(f"gate: {shut.why}")
            return decision.otherwise, note
        note.said["offered"] = [entry.id for entry in entries]
        question = Question(
            tuple(choice.ask(prompt, message.text, entries)), choice.schema(len(entries)), prompt.temperature,
            prompt.max_tokens, prompt.model,
        )  # fmt: skip
        key = (message.text, tuple(entry.id for entry in entries), prompt.version)
        answer = await self._asked(
            key, question, Asking(message.room, message.viewer.id, prompt.label), note, since or self.now(),
            lambda c: choice.check_choice(c.text, c.finish, len(entries)) is not None,
        )  # fmt: skip
        if answer is None:
            return choice.not_asked(decision.otherwise, note.failed), note
        number = choice.check_choice(answer.text, answer.finish, len(entries))
        note.said["model"] |= {"chose": number}
        note.counted.append("chose an entry" if number else "chose none" if number == 0 else "rule V1")
        if not number or (self.model is not None and self.model.shadow):
            return choice.not_asked(decision.otherwise, Failure.UNSOUND if number is None else None), note
        moment = Moment(self.knowledge(), memory, rules, self.now())
        return by_choice(message, entries[number - 1].id, decision, moment), note

    def answered_now(self, message: ChatMessage, memory: RoomMemory, rules: Rules, matcher: Matcher) -> Answer | None:
        """Return the FAQ's answer, where it was edited since this matcher was in force and has one now."""
        knowledge = self.knowledge()
        if knowledge.matcher is matcher:
            return None
        again = guarded(decide(message, knowledge, memory, rules, self.now()), knowledge)
        return again if isinstance(again, Answer) else None

    async def rank(
        self, message: ChatMessage, memory: RoomMemory, now: datetime, instead_of: str = ""
    ) -> tuple[list[Ranked], bool]:
        """Return the products that fit this viewer and question, best first, and whether purchases had a say.

        The product something is wanted instead of is not among them.
        """
        catalog = self.knowledge().catalog
        known = await self.store.customers.known(self.platform, message.viewer.id, self.personalise_from)
        wanted = Wanted(
            question=message.text,
            customers=known.ids if not self._held_out(message) else (),
            on_screen=memory.on_screen,
            shown=memory.shown_to(message.viewer.id, SHOWN_LATELY, now),
            limits=limits_of(message.text, catalog),
            instead_of=instead_of,
        )
        learned = self.learned()
        # Once everything fitting was shown, the best of it again beats sending the viewer to a person.
        again = replace(wanted, shown=())
        # Who has bought it all gets what a stranger gets: being sent to a person for it would tell the room.
        stranger = replace(again, customers=())
        ranked = next(
            (list_ for one in (wanted, again, stranger) if (list_ := shortlist(one, catalog, now, learned))), []
        )
        return ranked, bool(wanted.customers)

    def _why_none(self, message: ChatMessage, language: Language) -> tuple[str, str]:
        """Return why nothing is suggested, and what staff may say: what fits may only be sold out."""
        catalog = self.knowledge().catalog
        asked = asked_for(normalise(message.text), catalog)
        gone = tuple(sku for sku in asked if not catalog[sku].available)
        if not gone or len(gone) < len(asked):
            return reasons.NOTHING_FITS, ""
        said = facts.answer(gone[:1], Ask("stock"), language, catalog)
        return reasons.SOLD_OUT_FITS.format(skus=", ".join(gone)), said or ""

    def _held_out(self, message: ChatMessage) -> bool:
        return held_out(self.platform, message.viewer.id, self.holdout)

    # the model

    async def _picked(
        self,
        message: ChatMessage,
        candidates: tuple[Product, ...],
        language: Language,
        note: Note,
        *,
        personal: bool,
        since: datetime,
    ) -> Picked | Declined | None:
        """Return the model's sound pick, that it has none, or None for the ready sentence."""
        prompt = self.prompts().get(PROMPT)
        if self.model is None or prompt is None:
            return None
        asked = Asked(message.text, candidates, self.knowledge().catalog, language, prompt.system)
        viewer = message.viewer.id if personal else ""
        key = key_of(message.text, candidates, language, prompt.label, viewer)
        if (kept := self._kept(key, asked, note)) is not None:
            return kept
        question = Question(
            tuple(ask(prompt, message.text, candidates, language)), schema(candidates), prompt.temperature,
            prompt.max_tokens, prompt.model,
        )  # fmt: skip
        answer = await self._asked(
            key, question, Asking(message.room, message.viewer.id, prompt.label, casual=True), note, since,
            lambda c: not isinstance(check_draft(c.text, c.finish, asked), Unsound),
        )  # fmt: skip
        if answer is None:
            return None
        # By the catalogue as it is now: seconds have gone by.
        verdict = check_draft(answer.text, answer.finish, replace(asked, catalog=self.knowledge().catalog))
        note.said["model"]["verdict"] = repr(verdict)[:200]
        if isinstance(verdict, Unsound):
            note.counted.append(f"rule {verdict.rule}")
            return None
        if isinstance(verdict, Declined):
            note.counted.append(f"declined: {verdict.action}")
        else:
            note.counted.append(f"sound without its reason: rule {verdict.left_out}" if verdict.left_out else "sound")
        if self.model.shadow:
            return None
        if isinstance(verdict, Picked):
            self._picks.keep(key, verdict, self.now())
        return verdict

    def _kept(self, key: object, asked: Asked, note: Note) -> Picked | None:
        """Return a pick made for the same question a moment ago that still holds."""
        if self.model is None or self.model.shadow:
            return None
        for picked in self._picks.take(key, self.now()):
            if isinstance(check_pick(picked, asked), Picked):
                note.counted.append("kept")
                note.said["model"] = {"kept": True}
                return picked
            self._picks.forget(key, picked)
        return None

    async def _asked(
        self,
        key: object,
        question: Question,
        asking: Asking,
        note: Note,
        since: datetime,
        sound: Callable[[Completion], bool],
    ) -> Completion | None:
        """Ask the model in the time that is left, together with whoever asks the same; None when it gave nothing."""
        if self.model is None:
            return None
        note.said["prompt"] = asking.prompt
        waited = (self.now() - since).total_seconds()
        left_s = self.model.timeout_s - max(0.0, waited - PATIENCE_S)
        try:
            if left_s < min(HURRY_S, self.model.timeout_s):
                raise ModelFailed(
                    Failure.BUSY, Both(f"the question had waited {waited:.0f} s", f"问题已等了 {waited:.0f} 秒")
                )
            model = self.model
            answer, joined = await self._calls.run(key, lambda: model.ask(question, asking, sound, left_s))
        except ModelFailed as error:
            log.info("room %s: no draft: %s", asking.room, error)
            note.said["model"] = {"failed": str(error)}
            note.counted.append(f"failed: {error.kind}")
            note.failed = error.kind
            self.asked(error.kind)
            return None
        self.asked(None if sound(answer) else Failure.UNSOUND)
        note.said["model"] = {
            "provider": answer.provider, "name": answer.model, "tokens": answer.tokens, "ms": answer.ms,
            "joined": joined, "shadow": model.shadow,
        }  # fmt: skip
        if joined:
            note.counted.append("joined")
        return answer

    # what is said

    def _worded(
        self, picked: Picked | None, ranked: Sequence[Ranked], language: Language, memory: RoomMemory, note: Note
    ) -> Draft | _Unsaid:
        """Word a suggestion as this room has not read it lately; returns why a person must, where that cannot be."""
        catalog, guard, now, stopped = self.knowledge().catalog, self.knowledge().guard, self.now(), ""
        rules: tuple[str, ...] = ()
        first = [(picked.sku, picked.say), (picked.sku, "")] if picked is not None else []
        for sku, say in dict.fromkeys([*first, *((r.sku, "") for r in ranked)]):
            product = catalog.get(sku)
            if product is None or not product.available:
                stopped = stopped or reasons.NOT_BUYABLE.format(sku=sku)
                continue
            for turn in range(self._turn, self._turn + WORDINGS):
                text = sentence(product, language, turn, say)
                if found := guard.check(text, "model" if say else "template", [product]):
                    stopped = stopped or reasons.GUARD_STOPPED_IT.format(finding=found[0])
                    rules = rules or tuple(dict.fromkeys(one.rule for one in found))
                elif not self.fits(text):
                    stopped = reasons.TOO_LONG_HERE
                elif memory.read_lately(text, SAID_LATELY, now):
                    stopped = stopped or reasons.READ_ALL
                else:
                    self._turn += 1
                    memory.note_read(text, now)
                    wording = f"{language}{turn % WORDINGS}"
                    return Draft(ReplyKind.SUGGESTION, text, now, (sku,), wording=wording, say=say)
            if say:
                note.counted.append("rule V7" if "too long" in stopped else "rule V9")
        return _Unsaid(stopped, rules)

    def _send_by(self, draft: Draft, since: datetime) -> datetime:
        latest = self.now() + self.reply_within
        return min(latest, since + STALE) if draft.say else latest

    def _decided(self, message: ChatMessage, decision: Decision, note: Note, draft: Draft | None = None) -> Decided:
        skus = draft.skus if draft is not None else ()
        return Decided(
            message, decision, self.now(), draft=draft, note=note.said, counted=tuple(note.counted), took_time=True,
            still=partial(self._gone, skus),
        )  # fmt: skip

    def _gone(self, skus: Sequence[str]) -> str:
        """Return which product can no longer be bought; asked in the very commit that writes the reply."""
        catalog = self.knowledge().catalog
        gone = [sku for sku in skus if sku not in catalog or not catalog[sku].available]
        return reasons.SOLD_OUT_MEANWHILE.format(sku=gone[0]) if gone else ""

    def _to_person(
        self,
        message: ChatMessage,
        decision: Suggest,
        memory: RoomMemory,
        rules: Rules,
        reason: str,
        draft: str,
        note: Note,
        stopped: tuple[str, ...] = (),
    ) -> Decided:
        knowledge = self.knowledge()
        # Where nothing is suggested many wishes come to people, who may answer those for the same goods at once.
        subject = alike(message.text, knowledge.catalog, decision.instead_of) if rules.unsuggested else ""
        escalate = Escalate(
            reason, draft=draft, best=decision.best, runner_up=decision.runner_up, subject=subject, stopped=stopped,
            worded_by="template",
        )  # fmt: skip
        return self._decided(
            message, open_case(message, escalate, Moment(knowledge, memory, rules, self.now())), note
        )
