"""The tables, as numbered migrations that sqlite-utils applies once, in order.

`room` leads the keys of what belongs to a room, so that rooms can be spread over several databases later.
Times are unix seconds. Only add to the end; an applied migration is never edited.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from bot.store.case_schema import ACTS, BEFORE_THE_CAMERA, CASES, LESSONS, PROMISES, REPLIES, SHIFTS
from bot.store.customer_schema import CUSTOMERS
from bot.store.faq_schema import RECALLS, SAID
from bot.store.order_schema import ORDERS
from bot.store.room_schema import MODEL_CALLS, OF_A_VIEWER, SCREENS, STEPS

migrations = Migrations("roomhand")

TABLES = """
create table message (
    room text not null,
    id text not null,
    viewer_id text not null,
    viewer_name text not null,
    text text not null,
    sent_at real not null,
    received_at real not null,
    reply_to text,
    outcome text,
    reason text not null default '',
    entry text not null default '',
    score real,
    runner_up text not null default '',
    runner_up_score real,
    decided_at real,
    into_message text,
    escalation_id integer,
    deleted_at real,
    note text not null default '{}',
    primary key (room, id)
) strict, without rowid;
create index message_by_time on message (room, received_at);
create index message_in_flight on message (room, received_at) where outcome is null;
create index message_by_case on message (escalation_id) where escalation_id is not null;
create index message_merged on message (room, into_message) where into_message is not null;

create table outbox (
    id integer primary key,
    room text not null,
    message_id text not null,
    viewer_id text not null,
    kind text not null,
    nonce text not null unique,
    text text not null,
    mentions text not null,
    reply_to text,
    state text not null,
    attempt integer not null default 0,
    created_at real not null,
    send_by real not null,
    not_before real,
    sent_at real,
    confirmed_at real,
    platform_id text,
    reason text not null default '',
    escalation_id integer,
    by text not null default '',
    entry text not null default '',
    skus text not null default ''
) strict;
create index outbox_waiting on outbox (room, id) where state in ('pending', 'sending');
create index outbox_by_message on outbox (room, message_id);
create index outbox_by_case on outbox (escalation_id) where escalation_id is not null;
create index outbox_by_platform_id on outbox (room, platform_id) where platform_id is not null;

create table escalation (
    id integer primary key,
    room text not null,
    state text not null,
    reason text not null,
    urgency text not null,
    draft text not null,
    opened_at real not null,
    version integer not null default 1,
    claimed_by text,
    claim_until real,
    resolved_by text,
    resolved_at real,
    resolution text not null default ''
) strict;
create index escalation_open on escalation (room, opened_at) where state in ('new', 'claimed');

create table room (
    name text primary key,
    mode text not null,
    by text not null,
    at real not null
) strict;

create table customer_order (
    order_id text primary key,
    customer_id text not null,
    paid_at real not null,
    currency text not null,
    status text not null,
    refunded text not null
) strict;
create index order_by_customer on customer_order (customer_id, paid_at);
create index order_by_time on customer_order (paid_at);

create table order_line (
    order_id text not null,
    line integer not null,
    sku text not null,
    quantity integer not null,
    paid text not null,
    title text not null,
    category text not null,
    primary key (order_id, line)
) strict, without rowid;

create table link (
    platform text not null,
    viewer_id text not null,
    customer_id text not null,
    grade text not null,
    at real not null,
    primary key (platform, viewer_id)
) strict, without rowid;

create table staff (
    id integer primary key,
    name text not null unique,
    role text not null,
    password_hash text not null,
    created_at real not null
) strict;

create table invitation (
    token_hash text primary key,
    role text not null,
    expires_at real not null,
    used_at real
) strict, without rowid;

create table session (
    token_hash text primary key,
    staff_id integer not null,
    created_at real not null,
    seen_at real not null
) strict, without rowid;

create table audit (
    id integer primary key,
    at real not null,
    actor text not null,
    action text not null,
    target text not null,
    detail text not null
) strict;
"""


@migrations()
def m001_first_tables(db: Database) -> None:
    """Make every table of the first version."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.execute(statement)


@migrations()
def m002_answers_counted_against(db: Database) -> None:
    """Say which wording of an answer was chosen, and which answers were wrong."""
    db.execute("alter table outbox add column wording text not null default '0'")
    db.execute(
        "create table correction ("
        " room text not null, message_id text not null, entry text not null, by text not null, at real not null,"
        " primary key (room, message_id, entry)) strict, without rowid"
    )


@migrations()
def m003_what_was_learned(db: Database) -> None:
    """Keep who vouched for an entry, and which unanswered questions were settled, with what it did to a file."""
    db.execute(
        "create table entry_verified ("
        " entry text primary key, fingerprint text not null, by text not null, at real not null"
        ") strict, without rowid"
    )
    db.execute(
        "create table miss_act ("
        " id integer primary key, what text not null, entry text not null, by text not null, at real not null,"
        " change text not null) strict"
    )
    db.execute("create table miss_done (question text primary key, act_id integer not null) strict, without rowid")
    db.execute("create index miss_done_by_act on miss_done (act_id)")


@migrations()
def m004_versions_of_the_faq(db: Database) -> None:
    """Keep the text of the FAQ's files as they were, and which room tries a draft."""
    db.execute(
        "create table faq_version ("
        " id integer primary key, at real not null, by text not null, what text not null,"
        " hash text not null, files blob not null) strict"
    )
    db.execute(
        "create table faq_trial ("
        " room text primary key, folder text not null, by text not null, at real not null) strict, without rowid"
    )


@migrations()
def m005_orders_of_every_shop(db: Database) -> None:
    """Keep whose order it is, its sub-orders, refunds, amounts and times, and when it changed."""
    for statement in ORDERS.split(";\n"):
        db.execute(statement)


@migrations()
def m006_calls_of_the_model(db: Database) -> None:
    """Book what the model was asked and what it wrote of a reply; when people took cases over."""
    for statement in MODEL_CALLS.split(";\n"):
        db.execute(statement)


@migrations()
def m007_cases_by_subject(db: Database) -> None:
    """Keep what a case is about, so that all who ask the same of one product join it."""
    db.execute("alter table escalation add column subject text not null default ''")


@migrations()
def m008_customers(db: Database) -> None:
    """Keep codes, conflicts, what is one person, consent, who wants no suggestions, and the history of tiers."""
    for statement in CUSTOMERS.split(";\n"):
        if statement.strip():
            db.execute(statement)


@migrations()
def m009_what_was_said(db: Database) -> None:
    """Keep what the guard said of each text, for years: who worded it, what was stopped and by which rule."""
    for statement in SAID.split(";\n"):
        db.execute(statement)


@migrations()
def m010_calls_about_orders(db: Database) -> None:
    """Remember which calls of shops' systems, and which refunds in them, were heard."""
    db.execute(
        "create table order_call (source text not null, id text not null, at real not null, primary key (source, id))"
        " strict, without rowid"
    )
    db.execute("create index order_call_by_time on order_call (at)")


@migrations()
def m011_the_life_of_a_case(db: Database) -> None:
    """Let a case wait, be snoozed, merged, answered on air and handed over; keep notes and what was not sent."""
    for statement in CASES.split(";\n"):
        db.execute(statement)


@migrations()
def m012_acts_with_before_and_after(db: Database) -> None:
    """Keep of an act of staff what it changed, and find acts by who did what when."""
    for statement in ACTS.split(";\n"):
        db.execute(statement)


@migrations()
def m013_replies_in_lines(db: Database) -> None:
    """Say which lines are one reply of staff, each one's place in it, and which reply corrects which."""
    for statement in REPLIES.split(";\n"):
        db.execute(statement)


@migrations()
def m014_who_stays_out(db: Database) -> None:
    """Know by a keyed hash whose orders must not come back with an old file after they were deleted."""
    db.execute("create table kept_out_key (secret blob not null) strict")
    db.execute("insert into kept_out_key values (randomblob(32))")
    db.execute("create table kept_out (hash text primary key, at real not null) strict, without rowid")


@migrations()
def m015_promises(db: Database) -> None:
    """Keep which viewers were told that a person will answer, by which lines, and that it was kept."""
    for statement in PROMISES.split(";\n"):
        db.execute(statement)


@migrations()
def m016_shifts(db: Database) -> None:
    """Keep who of the staff is away, and what one shift writes down for the next."""
    for statement in SHIFTS.split(";\n"):
        db.execute(statement)


@migrations()
def m017_before_the_camera(db: Database) -> None:
    """Let a question be handed to the host, and find what the host has just answered."""
    for statement in BEFORE_THE_CAMERA.split(";\n"):
        db.execute(statement)


@migrations()
def m018_recalls(db: Database) -> None:
    """Keep which answers of the FAQ staff took back, why, and who told the viewers that had got them."""
    for statement in RECALLS.split(";\n"):
        db.execute(statement)


@migrations()
def m019_lessons(db: Database) -> None:
    """Keep drafts for the FAQ that come from cases, and which entry came of which case."""
    for statement in LESSONS.split(";\n"):
        db.execute(statement)


@migrations()
def m020_steps_of_rooms(db: Database) -> None:
    """Keep how far each room's program is trusted, and every change of it with its reason and who chose it."""
    for statement in STEPS.split(";\n"):
        db.execute(statement)


@migrations()
def m021_what_was_on_screen(db: Database) -> None:
    """Keep with each message what was on screen when it was heard: "this one" means that."""
    db.execute(SCREENS)


@migrations()
def m022_words_of_a_viewer(db: Database) -> None:
    """Find what a viewer said after an answer without reading all that the room said since."""
    db.execute(OF_A_VIEWER)
