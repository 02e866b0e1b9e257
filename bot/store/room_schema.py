"""What the calls of the model, what of a room is left to people, its screen and its viewers added to the tables."""

MODEL_CALLS = """
create table model_call (
    id integer primary key, room text not null, viewer_id text not null, at real not null,
    provider text not null, model text not null default '', prompt text not null, first integer not null,
    outcome text not null default '', ms real not null default 0, tokens integer not null,
    money real not null) strict;
create index model_call_by_time on model_call (at);
create index model_call_by_viewer on model_call (room, viewer_id, at);
create table model_count (
    room text not null, hour integer not null, what text not null, n integer not null,
    primary key (room, hour, what)) strict, without rowid;
alter table outbox add column say text not null default '';
alter table escalation add column claimed_at real
"""

STEPS = """
create table step (
    id integer primary key, room text not null, at real not null, was text not null, step text not null,
    why text not null, by text not null, hand text not null, hand_by text not null, chosen_at real,
    own text not null, own_why text not null, since real, again integer not null) strict;
create index step_by_room on step (room, id)
"""

SCREENS = "alter table message add column on_screen text not null default ''"
OF_A_VIEWER = "create index message_by_viewer on message (room, viewer_id, received_at)"
