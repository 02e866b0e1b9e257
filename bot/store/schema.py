"""The tables, as numbered migrations that sqlite-utils applies once, in order.

`room` leads the keys of what belongs to a room, so that rooms can be spread over several databases later.
Times are unix seconds. Only add to the end; an applied migration is never edited.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

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


CUSTOMERS = """
alter table link add column by text not null default '';
create index link_by_customer on link (customer_id);

create table link_code (
    hash text primary key,
    customer_id text not null,
    source text not null,
    order_id text not null,
    by text not null,
    made_at real not null,
    expires_at real not null,
    used_at real,
    used_by text not null default ''
) strict, without rowid;
create index link_code_by_customer on link_code (customer_id);

create table link_salt (salt blob not null) strict;
insert into link_salt values (randomblob(16));

create table link_try (
    id integer primary key,
    platform text not null,
    viewer_id text not null,
    at real not null
) strict;
create index link_try_by_viewer on link_try (platform, viewer_id, at);

create table link_conflict (
    id integer primary key,
    platform text not null,
    viewer_id text not null,
    customer_id text not null,
    grade text not null,
    why text not null,
    opened_at real not null,
    case_id integer,
    settled text,
    settled_by text not null default '',
    settled_at real
) strict;
create index link_conflict_open on link_conflict (opened_at) where settled is null;

create table same_customer (
    customer_id text primary key,
    person text not null
) strict, without rowid;
create index same_customer_by_person on same_customer (person);

create table left_alone (
    platform text not null,
    viewer_id text not null,
    at real not null,
    primary key (platform, viewer_id)
) strict, without rowid;

create table consent (
    customer_id text not null,
    purpose text not null,
    given integer not null,
    by text not null,
    at real not null,
    primary key (customer_id, purpose)
) strict, without rowid;

create table tier_rule (
    version integer primary key,
    rule text not null unique,
    since real not null
) strict;

create table tier_history (
    customer_id text not null,
    day text not null,
    version integer not null,
    tier text not null,
    labels text not null,
    primary key (customer_id, day, version)
) strict, without rowid;
"""


@migrations()
def m007_customers(db: Database) -> None:
    """Keep codes, conflicts, what is one person, consent, who wants no suggestions, and the history of tiers."""
    for statement in CUSTOMERS.split(";\n"):
        if statement.strip():
            db.execute(statement)
