"""The parts of a page that change by themselves, each under its element's id.

A browser gets a piece again only when its HTML differs from what that browser has.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup

from bot.console.acts import LONGEST_REPLY, Reach
from bot.console.case_acts import LONGEST_NOTE
from bot.console.desk import MODES, ModelDraft, Person
from bot.console.pages import age_text, drawn
from bot.console.presence import Beside, told
from bot.console.sessions import MAY_ACT
from bot.console.snapshot import Snapshot
from bot.console.words import Words
from bot.customers.links import Conflict
from bot.escalation import OPEN, Escalation, StaffReply, State
from bot.store.records import Balance, HeardMessage, StaffMember
from bot.store.replies import To

NUMBERS = (
    ("heard", ""),
    ("answered", "answer"),
    ("clarified", "clarify"),
    ("suggested", "suggest"),
    ("escalated", "escalate"),
    ("merged", "merge"),
    ("ignored", "ignore"),
    ("shed", "shed"),
    ("expired", "expired"),
    ("in_flight", ""),
    ("unexplained", ""),
    ("doubled", ""),
    ("uncertain", ""),
)
"""The balance's words, and the outcome under which each one's reasons are kept."""
OUTCOMES = tuple(word for word, _ in NUMBERS[1:11])


@dataclass(frozen=True, slots=True)
class Colleague:
    """Who looks, and in which language."""

    member: StaffMember
    t: Words

    @property
    def may_act(self) -> bool:
        """Whether the role may do more than look."""
        return self.member.role in MAY_ACT


def standing(case: Escalation, me: str, now: datetime) -> str:
    """Return how a case stands for this person, as a word for pages.

    `new` (nobody has it), `yours`, `waiting` (yours, for the viewer), `held` (by somebody else), `snoozed`,
    `resolved`, `on-air`, `merged` or `expired`.
    """
    if case.state not in OPEN or case.state is State.SNOOZED:
        return case.state.value.replace(" ", "-")
    holder = case.holder(now)
    if holder is None:
        return "new"
    if holder != me:
        return "held"
    return "waiting" if case.state is State.WAITING else "yours"


def _about(case: Escalation, who: Colleague, now: datetime) -> dict[str, Any]:
    state = standing(case, who.member.name, now)
    return {
        "case": case,
        "closed": case.state not in OPEN,
        "question": case.question if case.askers else who.t.reason(case.reason),
        "state": state,
        "holder_text": who.t(f"state.{state}", name=case.holder(now)),
        "age": age_text(who.t, case.opened_at, now),
        "may_act": who.may_act,
        "me": who.member.name,
        "now": now,
    }


def row(case: Escalation, who: Colleague, now: datetime, *, chosen: bool) -> str:
    """Return one line of the queue."""
    return drawn("row.html", who.t, chosen=chosen, **_about(case, who, now))


def rows(snapshot: Snapshot, who: Colleague, ids: Collection[int], chosen: int | None) -> dict[str, str]:
    """Return the lines of these cases, in this order."""
    return {
        f"row-{case_id}": row(snapshot.cases[case_id], who, snapshot.now, chosen=case_id == chosen)
        for case_id in ids
        if case_id in snapshot.cases
    }


def above_and_below(snapshot: Snapshot, who: Colleague, listed: Collection[int]) -> dict[str, str]:
    """Return the pill over the list and the calm line under it."""
    waiting = {case.id for case in snapshot.open}
    shown = set(listed)
    counts = {
        "open_count": len(waiting),
        "new_count": len(waiting - shown),
        "done_count": len(shown - waiting),
        "listening": snapshot.listening,
        "heard_count": snapshot.heard_count,
    }
    return {name: drawn(f"{name}.html", who.t, **counts) for name in ("pill", "quiet")}


def rooms(snapshot: Snapshot, who: Colleague, room: str) -> dict[str, str]:
    """Return the list of rooms."""
    return {"rooms": drawn("rooms.html", who.t, **room_values(snapshot, who, room))}


def room_values(snapshot: Snapshot, who: Colleague, room: str) -> dict[str, Any]:
    """Return what the list of rooms is drawn from."""
    counted = []
    for view in snapshot.rooms:
        balance = snapshot.balances.get(view.name, Balance(view.name))
        waiting = sum(case.room == view.name for case in snapshot.open)
        answered = balance.answered + balance.clarified + balance.suggested
        counted.append((view, {"heard": balance.heard, "answered": answered, "open": waiting}))
    return {"room_rows": counted, "room": room, "modes": MODES, "may_act": who.may_act}


def feed(snapshot: Snapshot, who: Colleague, room: str) -> dict[str, str]:
    """Return the lines of a room's chat, oldest first."""
    drawn_rows = {}
    for heard in snapshot.heard.get(room, ()):
        row_id = _feed_id(heard)
        word = heard.outcome.value if heard.outcome else "none"
        drawn_rows[row_id] = drawn("feed_row.html", who.t, m=heard, word=word, row_id=row_id)
    return drawn_rows


def _feed_id(heard: HeardMessage) -> str:
    # The platform's id is any text; an element's id must not be.
    return "m-" + hashlib.sha256(heard.message.id.encode("utf-8", "replace")).hexdigest()[:16]


CASE_PARTS = ("head", "standing", "askers", "scene", "replies", "notes", "acts")


def case_parts(snapshot: Snapshot, who: Colleague, case_id: int) -> dict[str, str]:
    """Return the parts of an opened case that change; never the box somebody writes in."""
    case = snapshot.cases.get(case_id)
    if case is None:
        return {}
    values = _about(case, who, snapshot.now) | {"product": snapshot.on_screen(case.room)}
    return {f"case-{case_id}-{part}": drawn(f"case_{part}.html", who.t, **values) for part in CASE_PARTS}


def case_panel(
    snapshot: Snapshot,
    case: Escalation,
    who: Colleague,
    *,
    person: Person | None,
    conflict: Conflict | None,
    others: Beside,
    model_draft: ModelDraft | None,
    once: str,
    notice: Markup,
    sent: str = "",
    reach: Reach,
    corrects: StaffReply | None = None,
    back: str = "",
) -> str:
    """Return a case whole, with a box to write in; `back` is put into it."""
    return drawn(
        "case.html",
        who.t,
        **_about(case, who, snapshot.now),
        product=snapshot.on_screen(case.room),
        person=person,
        conflict=conflict,
        **told(others, who.t),
        model_draft=model_draft,
        once=once,
        notice=notice,
        sent=sent,
        reach=reach,
        to="all",
        corrects=corrects,
        back=back,
        longest_reply=LONGEST_REPLY,
        longest_note=LONGEST_NOTE,
    )


def notice(t: Words, *, lead: str = "", reasons: Sequence[str] = (), rewrite: str = "", ok: str = "") -> Markup:
    """Return what is said under the box: why something was not done and what would do, or that it was done."""
    shown = reasons or ([""] if lead else [])
    # Drawn with autoescape, so it is markup already.
    return Markup(drawn("notice.html", t, lead=lead, reasons=shown, rewrite=rewrite, ok=ok))  # noqa: S704


def reach(t: Words, found: Reach, to: To) -> dict[str, str]:
    """Return whom a reply would reach, and in which lines."""
    parts = {"reach-head": "case_reach.html", "reach-lines": "case_reach_lines.html"}
    return {name: drawn(template, t, reach=found, to=to) for name, template in parts.items()}


def alerts(snapshot: Snapshot, who: Colleague) -> dict[str, str]:
    """Return the banner about edited files."""
    errors = [problem for problem in snapshot.problems if problem.severity == "error"]
    return {"alerts": drawn("alerts.html", who.t, problems=errors)}


def problems(snapshot: Snapshot, who: Colleague) -> dict[str, str]:
    """Return the list of problems in edited files."""
    return {"problems": drawn("problems.html", who.t, all_problems=sorted(snapshot.problems))}


def accounts(snapshot: Snapshot, who: Colleague) -> dict[str, str]:
    """Return every room's balance with the reasons under each number."""
    return {"accounts": drawn("accounts.html", who.t, accounts=account_values(snapshot.balances))}


def account_values(balances: Mapping[str, Balance]) -> list[dict[str, Any]]:
    """Return what the balances are drawn from."""
    accounts = []
    for _, balance in sorted(balances.items()):
        numbers = []
        for word, outcome in NUMBERS:
            reasons = balance.reasons.get(outcome, {}) if outcome else {}
            by_count = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
            numbers.append((word, getattr(balance, word), by_count))
        total = sum(getattr(balance, word) for word in OUTCOMES)
        even = total == balance.heard and not balance.unexplained and not balance.doubled
        accounts.append({"balance": balance, "numbers": numbers, "even": even})
    return accounts
