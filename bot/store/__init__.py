"""The store: the one place where what was heard, decided, sent and handed over is kept.

`Store` is what the rest of the program sees, with a protocol of its own for each part that stands by itself
(`cases`, `replies`, `promises`, `recalls`, `orders`, `customers`, `model_calls`, `said`, `acts`, `steps`, `wall`);
`sqlite.py` is the embedded one. Every method that writes is one transaction, durable when it returns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from bot.faq.learn import Miss
from bot.faq.worth import Record, Verified
from bot.languages import Both
from bot.messages import ChatMessage, Deletion, SendResult
from bot.problems import BadFile, Problem
from bot.store.acts import Acts
from bot.store.cases import Cases
from bot.store.customers import Customers
from bot.store.faq_records import Asked, FaqTrial, FaqVersion
from bot.store.health import StoreHealth
from bot.store.hints import Hints
from bot.store.learned import Answered, Settled
from bot.store.lessons import Lessons
from bot.store.model_calls import ModelCalls
from bot.store.orders import Orders
from bot.store.promises import Promises
from bot.store.recalls import Recalls
from bot.store.records import (
    Balance,
    Decided,
    HeardMessage,
    OutboxRow,
    Recorded,
    Sending,
    StaffMember,
    SuggestionSent,
)
from bot.store.replies import Replies
from bot.store.said import SaidRecords
from bot.store.shifts import Shifts
from bot.store.steps import Steps
from bot.store.wall import Wall


class Store(Protocol):
    """What every store can do. All times are aware datetimes; `now` comes from the caller."""

    hints: Hints
    cases: Cases
    orders: Orders
    customers: Customers
    model_calls: ModelCalls
    said: SaidRecords
    replies: Replies
    promises: Promises
    recalls: Recalls
    shifts: Shifts
    steps: Steps
    lessons: Lessons
    acts: Acts
    wall: Wall

    async def close(self) -> None:
        """Finish what was handed in, then close."""
        ...

    async def health(self) -> StoreHealth:
        """Return how it is doing."""
        ...

    async def beat(self) -> None:
        """Return once the writer came round; raises when it cannot write any more."""
        ...

    async def sendings(self) -> Mapping[str, Sending]:
        """Return, by room, what became of the last reply that was handed to the platform."""
        ...

    # the way of a message

    async def claim(self, message: ChatMessage, now: datetime) -> bool:
        """Claim a message by its room and id; False when it was claimed before."""
        ...

    async def record(self, decided: Decided) -> Recorded:
        """Write decision, outcome and outbox row (or case, or merge) in one commit.

        A person's live claim on the viewer, or a deletion, wins over a reply decided before it.
        """
        ...

    async def undecided(self, room: str) -> Sequence[ChatMessage]:
        """Return what was claimed but has no outcome, oldest first: what a crash left behind."""
        ...

    async def delete(self, deletion: Deletion, now: datetime) -> int:
        """Record a moderator's deletion and withdraw replies to it that have not left; return how many."""
        ...

    # the outbox

    async def next_replies(self, room: str, limit: int = 20) -> Sequence[OutboxRow]:
        """Return pending replies, staff's first, then oldest first."""
        ...

    async def start_sending(self, row_id: int, now: datetime) -> OutboxRow | None:
        """Mark a reply as on its way, before it leaves; None when it was withdrawn meanwhile."""
        ...

    async def settle(self, row: OutboxRow, result: SendResult, now: datetime) -> None:
        """Record what became of a send. Refused or unknown replies become a case."""
        ...

    async def expire_reply(self, row: OutboxRow, reason: str, now: datetime) -> None:
        """Give up on a reply that waited too long."""
        ...

    async def confirm(self, echo: ChatMessage, now: datetime) -> bool:
        """Record that one of our replies was seen on the feed; True when it was one we knew."""
        ...

    async def park_interrupted(self, room: str, now: datetime) -> int:
        """Turn replies that a crash caught in mid-send into cases for staff; return how many."""
        ...

    # reading back

    async def recent_messages(
        self, room: str | None, limit: int, *, only: Iterable[str] = ()
    ) -> Sequence[HeardMessage]:
        """Return the newest messages, oldest of them first; `only` picks message ids."""
        ...

    async def forget_words(self, before: datetime) -> int:
        """Delete the words of messages heard before; what became of them stays. Returns how many they were."""
        ...

    async def balance(self, room: str | None = None) -> Sequence[Balance]:
        """Return the closing balance of every room, or of one."""
        ...

    async def suggestions_sent(self, since: datetime) -> Sequence[SuggestionSent]:
        """Return the suggestions that rooms have read since then, oldest first."""
        ...

    # learning from the evening

    async def misses(self, room: str | None, since: datetime, limit: int = 5_000) -> Sequence[Miss]:
        """Return what the FAQ did not answer and what was called wrong since then, oldest first."""
        ...

    async def entry_record(self, since: datetime) -> Record:
        """Return how the FAQ's entries fared since then."""
        ...

    async def answered_by(self, entry: str, limit: int = 30) -> Sequence[Answered]:
        """Return the last questions an entry answered, newest first."""
        ...

    async def mark_wrong(self, room: str, message_id: str, entry: str, by: str, now: datetime) -> bool:
        """Hold an answer against its entry; False when the entry did not answer that message."""
        ...

    async def verify(self, read: Sequence[Verified]) -> None:
        """Keep who vouches for entries as they are now."""
        ...

    async def verified(self) -> dict[str, Verified]:
        """Return who vouched last for which entry."""
        ...

    async def settle_misses(self, settled: Settled) -> int:
        """Remember unanswered questions as settled; return the act's number."""
        ...

    async def settled_misses(self) -> dict[str, str]:
        """Return normalised question → what was done about it."""
        ...

    async def last_settled(self) -> Settled | None:
        """Return the last act that was not taken back."""
        ...

    async def unsettle(self, act_id: int) -> bool:
        """Forget an act, so that its questions come back; False when it was forgotten already."""
        ...

    # the FAQ

    async def asked(self, limit: int = 500, *, only: Iterable[str] = ()) -> Sequence[Asked]:
        """Return the newest questions of viewers, newest first; `only` picks messages by their ids instead."""
        ...

    async def keep_faq_version(self, files: Mapping[str, str], by: str, what: str, now: datetime) -> int | None:
        """Keep the text of the FAQ's files; None when the newest version is the same."""
        ...

    async def faq_versions(self) -> Sequence[FaqVersion]:
        """Return the versions kept, newest first, without their files."""
        ...

    async def faq_version(self, version_id: int | None = None) -> FaqVersion | None:
        """Return one version with its files, the newest by default; None when it is not kept."""
        ...

    async def start_faq_trial(self, trial: FaqTrial) -> None:
        """Let one room try a draft."""
        ...

    async def stop_faq_trials(self, *, room: str | None = None, folder: str | None = None) -> int:
        """End the trials of a room, of a folder or all; return how many there were."""
        ...

    async def faq_trials(self) -> Sequence[FaqTrial]:
        """Return which rooms try a draft."""
        ...

    # rooms, staff

    async def room_modes(self) -> dict[str, str]:
        """Return the mode staff chose, by room; rooms never switched are not in it."""
        ...

    async def set_room_mode(self, room: str, mode: str, by: str, now: datetime) -> None:
        """Switch a room; off auto, what the bot was about to say goes to staff in the same commit."""
        ...

    async def add_staff(self, name: str, role: str, password_hash: str, now: datetime) -> StaffMember | None:
        """Add an account; None when the name is taken."""
        ...

    async def staff_named(self, name: str) -> tuple[StaffMember, str] | None:
        """Return an account and its password hash (empty when it has none)."""
        ...

    async def set_password(self, staff_id: int, password_hash: str) -> None:
        """Change an account's password."""
        ...

    async def remove_staff(self, staff_id: int) -> bool:
        """Take an account and its sessions away; False when it is gone, or nobody else is an admin."""
        ...

    async def all_staff(self) -> Sequence[StaffMember]:
        """Return every account."""
        ...

    async def add_invitation(self, token_hash: str, role: str, expires: datetime) -> None:
        """Keep a one-time sign-in link."""
        ...

    async def use_invitation(self, token_hash: str, now: datetime) -> str | None:
        """Use up a one-time link; its role, or None when unknown, used or expired."""
        ...

    async def add_session(self, token_hash: str, staff_id: int, now: datetime) -> None:
        """Keep a signed-in browser."""
        ...

    async def session(self, token_hash: str, now: datetime, idle_s: float, longest_s: float) -> StaffMember | None:
        """Return whose session this is and keep it fresh; None when it ran out."""
        ...

    async def end_sessions(self, *, token_hash: str | None = None, staff_id: int | None = None) -> None:
        """End one session, or all of one person's."""
        ...

    async def audit(
        self, actor: str, action: str, target: str, detail: str, now: datetime, *, was: str = "", became: str = ""
    ) -> None:
        """Append to the record of staff acts, with the value before and after where it changed one."""
        ...


SQLITE = "sqlite:///"


def sqlite_path(url: str) -> Path:
    """Return the file of a `sqlite:///` url; raises `BadFile` for another kind."""
    if url.startswith(SQLITE) and len(url) > len(SQLITE):
        return Path(url.removeprefix(SQLITE))
    raise BadFile(
        [
            Problem(
                "bot.toml",
                0,
                Both(
                    f'store.url is "{url.split("@")[-1]}", which this version cannot open.',
                    f"store.url 写的是「{url.split('@')[-1]}」，这个版本打不开。",
                ),
                Both(
                    'Write url = "sqlite:///data/roomhand.db" (three slashes, then the file).',
                    '请写 url = "sqlite:///data/roomhand.db"（三个斜杠，再写文件）。',
                ),
            )
        ]
    )


async def open_store(url: str, *, read_only: bool = False) -> Store:
    """Open the store of this url, making its tables when they are missing.

    Raises `StoreInUse` when another process writes to it (reading alongside is allowed).
    """
    from bot.store.sqlite import SqliteStore

    return await SqliteStore.open(sqlite_path(url), read_only=read_only)
