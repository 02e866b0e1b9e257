"""The parts of a page that change by themselves, each under its element's id.

A browser gets a piece again only when its HTML differs from what that browser has.
"""

from __future__ import annotations

import hashlib
import zlib
from collections import deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from bot.catalog import Product
from bot.catalog.entries import ProductEntry
from bot.console.acts import LONGEST_REPLY, Reach
from bot.console.case_acts import LONGEST_NOTE
from bot.console.desk import MODES, ModelDraft, Person
from bot.console.pages import drawn
from bot.console.presence import Beside, told
from bot.console.priorities import short, worded
from bot.console.sessions import MAY_ACT
from bot.console.snapshot import MOST_CASES, Snapshot
from bot.console.stepped import change_told, step_told, stepped_back
from bot.console.words import Words
from bot.customers.links import Claim, shown_customer
from bot.escalation import OPEN, Escalation, StaffReply, State
from bot.escalation.steps import Change, Step
from bot.faq.worth import ids_of
from bot.messages import Urgency
from bot.priority import Priority, with_waiting
from bot.store.recalls import Told
from bot.store.records import Balance, HeardMessage, StaffMember
from bot.store.replies import To

NUMBERS = (
    ("heard", ""),
    ("answered", "answer"),
    ("clarified", "clarify"),
    ("suggested", "suggest"),
    ("escalated", "escalate"),
    ("merged", "merge"),
    ("on_air", "on air"),
    ("ignored", "ignore"),
    ("shed", "shed"),
    ("expired", "expired"),
    ("in_flight", ""),
    ("unexplained", ""),
    ("doubled", ""),
    ("uncertain", ""),
)
"""The balance's words, and the outcome under which each one's reasons are kept."""
OUTCOMES = tuple(word for word, _ in NUMBERS[1:12])
UNWEIGHED = Priority()


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


MOST_SHOWN = 3
"""Products that were on screen while a case was asked, as a case names them."""
MOST_ELSEWHERE = 5
"""Other open cases of the same people that a case names."""


def elsewhere(snapshot: Snapshot, case: Escalation) -> Sequence[Escalation]:
    """Return the other open cases in which somebody of this one waits, the most pressing first.

    Of a case that many ask nothing: there it would be everybody's.
    """

    if not 0 < case.people <= MOST_ELSEWHERE:
        return ()
    viewers = dict.fromkeys(asker.viewer.id for asker in case.askers)
    others = {one.id: one for viewer in viewers for one in snapshot.of_viewer.get((case.room, viewer), ())}
    others.pop(case.id, None)
    return [*others.values()][:MOST_ELSEWHERE]


def _shown_then(
    snapshot: Snapshot, case: Escalation, now_shown: Product | None
) -> Sequence[tuple[str, Product | None]]:
    """Return what was on screen while it was asked and is not any more, each sku with its product as it is now."""
    then = dict.fromkeys(asker.on_screen for asker in case.askers if asker.on_screen)
    gone = [sku for sku in then if now_shown is None or sku != now_shown.sku]
    return [(sku, snapshot.catalog.products.get(sku)) for sku in gone[:MOST_SHOWN]]


def _about(snapshot: Snapshot, case: Escalation, who: Colleague) -> dict[str, Any]:
    now = snapshot.now
    first = with_waiting(snapshot.priorities.get(case.id, UNWEIGHED), case, now)
    state = standing(case, who.member.name, now)
    return {
        "case": case,
        "closed": case.state not in OPEN,
        "question": case.question if case.askers else who.t.reason(case.reason),
        "state": state,
        "first": first if case.state in OPEN else UNWEIGHED,
        "first_parts": [worded(part, who.t) for part in first.parts],
        "holder_text": who.t(f"state.{state}", name=case.holder(now)),
        "elsewhere": elsewhere(snapshot, case),
        "product": (now_shown := snapshot.on_screen(case.room)),
        "shown_then": _shown_then(snapshot, case, now_shown),
        "may_act": who.may_act,
        "me": who.member.name,
        "now": now,
    }


def once(snapshot: Snapshot, template: str, t: Words, **values: Any) -> str:
    """Return a template filled in, drawn once for every browser that shows the same values."""
    return snapshot.drawings.of((template, t.language, *values.values()), lambda: drawn(template, t, **values))


def marked_with(mark: str) -> str:
    """Return how a line begins that carries this mark."""
    return f'<li data-drawn="{mark}" '


def _line(case: Escalation, t: Words, state: str, holder: str | None, why: str, shown: str) -> str:
    """Draw a line of the list with a mark, by which a page that brought it says that it has it."""
    question = case.question if case.askers else t.reason(case.reason)
    holder_text = t(f"state.{state}", name=holder)
    html = drawn(
        "row.html", t, case=case, question=question, state=state, holder_text=holder_text, why=why, shown=shown
    )
    return html.replace("<li ", marked_with(f"{zlib.crc32(html.encode()):x}"), 1)


def rows(snapshot: Snapshot, who: Colleague, ids: Collection[int]) -> dict[str, str]:
    """Return the lines of these cases, in this order.

    A line is drawn when its case has changed, once for all who see it alike: from nothing but what tells one drawing
    from another. Which line is chosen, only the page knows; ages run there.
    """
    t, me, now = who.t, who.member.name, snapshot.now
    lines = {}
    for case_id in ids:
        case = snapshot.cases.get(case_id)
        if case is not None:
            state, holder = standing(case, me, now), case.holder(now)
            why = short(snapshot.priorities.get(case_id, UNWEIGHED), t)
            shown = " · ".join(product.title for product in snapshot.shown.get(case_id, ())[:MOST_SHOWN])
            shows = ("row", t.language, case_id, case.version, state, holder, why, shown)
            lines[f"row-{case_id}"] = snapshot.drawings.of(shows, partial(_line, case, t, state, holder, why, shown))
    return lines


def list_of(snapshot: Snapshot, who: Colleague, shown: Shown) -> str:
    """Return the lines of a page of the list, and which page it is: what is opened later is news to it."""
    lines = rows(snapshot, who, shown.listed)
    newest = max(snapshot.waiting, default=0)
    return "".join(lines.values()) + drawn("list_end.html", who.t, start=shown.start, newest=newest)


@dataclass(frozen=True, slots=True)
class Shown:
    """Which part of the queue a page shows."""

    listed: Sequence[int] = ()
    start: int = 0
    """How many cases come before the list."""
    elsewhere: frozenset[int] = frozenset()
    """Open cases that were on other pages of the list when it was drawn: no news."""


def page_of(snapshot: Snapshot, start: int) -> Shown:
    """Return the part of the queue that begins at or before this place."""
    last = (len(snapshot.open) - 1) // MOST_CASES * MOST_CASES
    start = max(0, min(start // MOST_CASES * MOST_CASES, last))
    listed = [case.id for case in snapshot.open[start : start + MOST_CASES]]
    return Shown(listed, start, snapshot.waiting - set(listed))


def above_and_below(snapshot: Snapshot, who: Colleague, shown: Shown) -> dict[str, str]:
    """Return the pill over the list, the pages of the list and the calm line under it."""
    values = list_values(snapshot, shown)
    return {name: once(snapshot, f"{name}.html", who.t, **values) for name in ("pill", "pager", "quiet")}


def list_values(snapshot: Snapshot, shown: Shown) -> dict[str, Any]:
    """Return what is said around the list."""
    waiting, listed, start = snapshot.waiting, set(shown.listed), shown.start
    new = waiting - listed - shown.elsewhere
    return {
        "open_count": len(waiting),
        "new_count": len(new),
        "urgent_count": sum(snapshot.cases[case].urgency is Urgency.HIGH for case in new),
        "done_count": len(listed - waiting),
        "moved": _moved(snapshot, shown.listed),
        "listening": snapshot.listening,
        "heard_count": snapshot.heard_count if not waiting else 0,
        "start": start,
        "listed_count": len(listed),
        "before": start - MOST_CASES if start else None,
        "after": start + MOST_CASES if start + MOST_CASES < len(waiting) else None,
    }


def _moved(snapshot: Snapshot, listed: Sequence[int]) -> bool:
    """Whether the open ones of a list stand in another order by now."""
    places = [snapshot.place[case] for case in listed if case in snapshot.place]
    return any(earlier > later for earlier, later in pairwise(places))


def rooms(snapshot: Snapshot, who: Colleague, room: str) -> dict[str, str]:
    """Return the list of rooms."""
    shows = ("rooms", who.t.language, who.may_act, room, snapshot.started)
    html = snapshot.drawings.of(shows, lambda: drawn("rooms.html", who.t, **room_values(snapshot, who, room)))
    return {"rooms": html}


def room_values(snapshot: Snapshot, who: Colleague, room: str) -> dict[str, Any]:
    """Return what the list of rooms is drawn from."""
    counted = []
    for view in snapshot.rooms:
        balance = snapshot.balances.get(view.name, Balance(view.name))
        answered = balance.answered + balance.clarified + balance.suggested
        count = {"heard": balance.heard, "answered": answered, "open": snapshot.open_in.get(view.name, 0)}
        counted.append((view, count, step_told(view.stands, who.t)))
    return {"room_rows": counted, "room": room, "modes": MODES, "steps": tuple(Step), "may_act": who.may_act}


def feed(snapshot: Snapshot, who: Colleague, room: str) -> dict[str, str]:
    """Return the lines of a room's chat, oldest first, with the steps it took meanwhile in between."""
    drawn_rows: dict[str, str] = {}
    steps = _steps_in(snapshot, room)
    for heard in snapshot.heard.get(room, ()):
        while steps and steps[0].at <= heard.received_at:
            drawn_rows |= _step_row(snapshot, steps.popleft(), who.t)
        row_id = _feed_id(heard)
        word = heard.outcome.value if heard.outcome else "none"
        entries = tuple(one for one in ids_of(heard.answered_by) if ProductEntry.of(one) is None)
        drawn_rows[row_id] = once(
            snapshot, "feed_row.html", who.t, m=heard, word=word, row_id=row_id, entries=entries
        )
    for change in steps:
        drawn_rows |= _step_row(snapshot, change, who.t)
    return drawn_rows


def _steps_in(snapshot: Snapshot, room: str) -> deque[Change]:
    """Return the steps a room took since the oldest line that is shown."""
    view, heard = snapshot.room(room), snapshot.heard.get(room, ())
    changes = view.changes if view is not None else ()
    return deque(change for change in changes if heard and change.at >= heard[0].received_at)


def _step_row(snapshot: Snapshot, change: Change, t: Words) -> dict[str, str]:
    row_id = f"s-{int(change.at.timestamp() * 1000)}-{change.step}"
    return {row_id: once(snapshot, "feed_step.html", t, change=change, told=change_told(change, t), row_id=row_id)}


def _feed_id(heard: HeardMessage) -> str:
    # The platform's id is any text; an element's id must not be.
    return "m-" + hashlib.sha256(heard.message.id.encode("utf-8", "replace")).hexdigest()[:16]


CASE_PARTS = ("head", "standing", "askers", "scene", "replies", "notes", "acts")


def case_parts(snapshot: Snapshot, who: Colleague, case_id: int) -> dict[str, str]:
    """Return the parts of an opened case that change; never the box somebody writes in."""
    case = snapshot.cases.get(case_id)
    if case is None:
        return {}
    values = _about(snapshot, case, who)
    parts = (*CASE_PARTS, "whom") if who.may_act else CASE_PARTS
    return {f"case-{case_id}-{part}": drawn(f"case_{part}.html", who.t, **values) for part in parts}


def case_panel(
    snapshot: Snapshot,
    case: Escalation,
    who: Colleague,
    *,
    person: Person | None,
    claim: Claim | None,
    others: Beside,
    model_draft: ModelDraft | None,
    once: str,
    notice: Markup,
    sent: str = "",
    reach: Reach,
    corrects: StaffReply | None = None,
    back: str = "",
    told_before: Sequence[Told] = (),
) -> str:
    """Return a case whole, with a box to write in; `back` is put into it."""
    return drawn(
        "case.html",
        who.t,
        **_about(snapshot, case, who),
        person=person,
        claim=claim,
        shown_customer=shown_customer,
        **told(others, who.t),
        model_draft=model_draft,
        once=once,
        notice=notice,
        sent=sent,
        told_before=told_before,
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


def alerts(snapshot: Snapshot, who: Colleague, page: str = "") -> dict[str, str]:
    """Return the banners: about edited files, rooms the bot stepped back in, and late first answers to whoever leads.

    An admin leads, on every page, and so does whoever looks at the wall. At the desk it stands over the list, where
    it has its place and moves nothing when it comes, and the others read there how many are late.
    """
    errors = [problem for problem in snapshot.problems if problem.severity == "error"]
    late = [case.id for case in snapshot.open if case.deadline == "broken"]
    leads = who.member.role == "admin" or page == "/wall"
    if page == "/":  # whose rooms say by themselves how they stand
        over_list = drawn("late.html", who.t, late=late, leads=leads)
        return {"alerts": drawn("alerts.html", who.t, problems=errors, stepped=[], late=[]), "late": over_list}
    stepped = stepped_back(snapshot.rooms, who.t)
    return {"alerts": drawn("alerts.html", who.t, problems=errors, stepped=stepped, late=late if leads else [])}


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
