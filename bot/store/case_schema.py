"""What the life of a case added to the tables."""

CASES = """
alter table escalation add column due_at real;
alter table escalation add column warned_at real;
alter table escalation add column breached_at real;
alter table escalation add column first_reply_at real;
alter table escalation add column paused_at real;
alter table escalation add column paused_s real not null default 0;
alter table escalation add column lease_s real not null default 45;
alter table escalation add column snooze_until real;
alter table escalation add column snooze_sku text not null default '';
alter table escalation add column merged_into integer;
alter table escalation add column on_air_at real;
alter table escalation add column unsent text not null default '';
alter table escalation add column unsent_by text not null default '';
alter table escalation add column assigned_to text not null default '';
alter table escalation add column mood text not null default '';
drop index outbox_waiting;
create index outbox_waiting on outbox (room, state, id) where state in ('pending', 'sending');
drop index escalation_open;
create index escalation_open on escalation (room, opened_at)
    where state in ('new', 'claimed', 'waiting', 'snoozed');
create index escalation_snoozed on escalation (room) where state='snoozed';
create index escalation_merged on escalation (merged_into) where merged_into is not null;
create table case_note (
    id integer primary key, case_id integer not null, by text not null, text text not null, at real not null) strict;
create index case_note_by_case on case_note (case_id)
"""

SHIFTS = """
create table away (name text primary key, since real not null) strict, without rowid;
create table hand_over (id integer primary key, by text not null, text text not null, at real not null) strict;
create table hand_over_read (
    hand_over_id integer not null, name text not null, at real not null, primary key (hand_over_id, name)
) strict, without rowid
"""

BEFORE_THE_CAMERA = """
alter table escalation add column handed_at real;
alter table escalation add column handed_by text not null default '';
create index escalation_on_air on escalation (room, on_air_at) where on_air_at is not null
"""

PROMISES = """
create table promise (
    id integer primary key, room text not null, viewer_id text not null, case_id integer not null,
    message_id text not null, made_at real not null, made_by integer not null,
    slipped_at real, slipped_by integer, done_at real) strict;
create index promise_by_viewer on promise (room, viewer_id, made_at);
create index promise_by_case on promise (case_id);
create index promise_open on promise (room, made_at) where done_at is null
"""

LESSONS = """
create table lesson (
    id integer primary key, case_id integer not null, by text not null, at real not null, stands text not null,
    into_entry text not null, fields text not null, decided_by text not null, decided_at real,
    entry text not null, path text not null) strict;
create index lesson_by_stand on lesson (stands, id);
create index lesson_by_entry on lesson (entry) where entry <> '';
create index lesson_by_case on lesson (case_id)
"""

ACTS = """
alter table audit add column was text not null default '';
alter table audit add column became text not null default '';
create index audit_by_actor on audit (actor, id);
create index audit_by_action on audit (action, id)
"""

REPLIES = """
alter table outbox add column reply_mark text not null default '';
alter table outbox add column place integer not null default 0;
alter table outbox add column corrects text not null default '';
create index outbox_by_reply on outbox (reply_mark) where reply_mark <> ''
"""
