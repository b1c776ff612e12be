-- What is done about loans that are not back: reminders and their messages, talks with borrowers,
-- candidates for permanent need, the weekly lists.

-- ---- messages ----------------------------------------------------------------------------------

-- The outbox. It holds neither words nor addresses: they are made of what is true when it is sent.
create table message (
    id @ID@,
    -- What a provider knows it by: a repeat has the same.
    key text not null unique check (length(key) <= 36),
    kind text not null check (kind = 'reminder' or kind = 'manual' or kind = 'weekly_list'),
    borrower_id bigint references borrower (id),
    week text check (length(week) = 8),
    -- Of those whom the configuration names for the list: the place in it.
    recipient bigint,
    -- Of the reminder ladder: why it was made. A manual one has none.
    step text,
    -- When it was asked for, then when it was last tried; at most one goes to a borrower on a day.
    day text not null check (length(day) = 10),
    -- It came to the borrower by a merge, and may be one of several of that day.
    of_merged bigint not null default 0,
    actor_id bigint not null references actor (id),
    made_at bigint not null,
    state text not null check (state = 'waiting' or state = 'sending' or state = 'sent'
        or state = 'refused' or state = 'dead' or state = 'cancelled' or state = 'skipped'),
    -- Of a cancelled or skipped one.
    why text,
    medium text,
    attempts bigint not null default 0,
    -- Waiting: not sent before. Sending: whoever took it has until then.
    next_at bigint,
    ended_at bigint,
    check ((kind = 'weekly_list') = (borrower_id is null)),
    check ((kind = 'weekly_list') = (week is not null)),
    check ((kind = 'weekly_list') = (recipient is not null)),
    check (medium is not null or state = 'skipped'),
    check ((ended_at is null) = (state = 'waiting' or state = 'sending')),
    check ((next_at is null) = (ended_at is not null)),
    check ((why is null) = (state <> 'cancelled' and state <> 'skipped'))
);
create unique index one_message_a_day on message (borrower_id, day)
    where borrower_id is not null and of_merged = 0 and state <> 'skipped'
        and state <> 'cancelled';
create unique index one_message_a_week on message (week, recipient) where week is not null;
create index message_by_borrower on message (borrower_id, id) where borrower_id is not null;
create index message_by_state on message (state, id);
create index message_to_send on message (medium, next_at, id) where ended_at is null;

create table message_attempt (
    id @ID@,
    message_id bigint not null references message (id),
    made_at bigint not null,
    medium text not null,
    channel text not null,
    result text not null check (result = 'sent' or result = 'refused' or result = 'failed'),
    fault text,
    -- Our own words and numbers, never what a provider or a person wrote.
    detail text,
    reference text
);
create index attempt_by_message on message_attempt (message_id, id);
@IMMUTABLE message_attempt@

-- ---- the reminder ladder -----------------------------------------------------------------------

-- One step that was taken for a line, for the due day that it then had.
create table reminder (
    id @ID@,
    loan_line_id bigint not null references loan_line (id),
    due text not null check (length(due) = 10),
    step text not null check (step = 'first_before' or step = 'second_before' or step = 'after'
        or step = 'call' or step = 'lost_process' or step = 'manual'),
    day text not null check (length(day) = 10),
    -- None: a step for a person to do.
    message_id bigint references message (id)
);
create unique index reminder_once on reminder (loan_line_id, due, step) where step <> 'manual';
create index reminder_by_line on reminder (loan_line_id, id);
create index reminder_by_message on reminder (message_id) where message_id is not null;

-- ---- talks -------------------------------------------------------------------------------------

-- What was said with a borrower about what they have, and when to speak again.
create table contact (
    id @ID@,
    borrower_id bigint not null references borrower (id),
    day text not null check (length(day) = 10),
    how text not null check (how = 'phone' or how = 'visit' or how = 'message' or how = 'other'),
    outcome text not null,
    -- Free text; anonymisation blanks it.
    said text,
    next_day text check (length(next_day) = 10),
    -- The next day while it is to come: a later talk takes its place.
    call_on text check (length(call_on) = 10),
    actor_id bigint not null references actor (id),
    made_at bigint not null
);
create index contact_by_borrower on contact (borrower_id, id);
create unique index one_next_call on contact (borrower_id) where call_on is not null;
create index contact_to_call on contact (call_on, id) where call_on is not null;

-- ---- candidates for permanent need -------------------------------------------------------------

create table candidate (
    id @ID@,
    borrower_id bigint not null references borrower (id),
    iso_class text not null check (length(iso_class) = 6),
    state text not null check (state = 'candidate' or state = 'assessing' or state = 'applied'
        or state = 'granted' or state = 'refused' or state = 'not_needed' or state = 'lapsed'),
    -- When it came into this state, and until when it may stay there.
    since text not null check (length(since) = 10),
    decide_by text not null check (length(decide_by) = 10),
    opened_on text not null check (length(opened_on) = 10),
    depot_id text not null references depot (id),
    responsible text,
    applied_on text check (length(applied_on) = 10),
    -- NAV's.
    reference text,
    closed_at bigint,
    version bigint not null default 1,
    check (closed_at is null or state = 'granted' or state = 'refused' or state = 'not_needed'
        or state = 'lapsed'),
    check (closed_at is not null or state = 'candidate' or state = 'assessing'
        or state = 'applied' or state = 'granted')
);
create unique index one_open_candidate on candidate (borrower_id, iso_class)
    where closed_at is null;
create index candidate_by_borrower on candidate (borrower_id, id);
-- By state, with all of it, also what is closed.
create index candidate_by_state on candidate (state, decide_by, id);
create index candidate_by_responsible on candidate (responsible, state, decide_by, id)
    where responsible is not null;
create index candidate_open on candidate (decide_by, id) where closed_at is null;
create index candidate_open_by_depot on candidate (depot_id, decide_by, id)
    where closed_at is null;
create index candidate_open_by_responsible on candidate (responsible, decide_by, id)
    where closed_at is null and responsible is not null;

-- What was decided about one, by whom and why.
create table candidate_decision (
    id @ID@,
    candidate_id bigint not null references candidate (id),
    from_state text not null,
    to_state text not null,
    day text not null check (length(day) = 10),
    reference text,
    -- Free text; anonymisation blanks it.
    note text,
    actor_id bigint not null references actor (id),
    made_at bigint not null
);
create index decision_by_candidate on candidate_decision (candidate_id, id);

-- ---- weekly lists ------------------------------------------------------------------------------

-- Kept as they were made. Who the borrowers are is not copied: that can be forgotten.
create table weekly_list (
    week text primary key check (length(week) = 8),
    as_of bigint not null,
    -- None while its lines are being stored: then nobody sees it yet.
    made_at bigint,
    -- The list that it was held against.
    since text check (length(since) = 8),
    new_lines bigint not null,
    still_lines bigint not null,
    solved_lines bigint not null
);
create table weekly_line (
    week text not null references weekly_list (week),
    position bigint not null,
    loan_line_id bigint not null references loan_line (id),
    borrower_id bigint not null references borrower (id),
    depot_id text not null references depot (id),
    responsible text,
    -- Of a counted product there is none.
    item_code text,
    product text not null,
    quantity bigint not null,
    due text not null check (length(due) = 10),
    days bigint not null check (days > 0),
    reminders bigint not null,
    last_contact text check (length(last_contact) = 10),
    -- With commas between.
    candidate_why text not null,
    -- Since the list before. Solved ones are no longer overdue.
    change text not null check (change = 'new' or change = 'still' or change = 'solved'),
    -- Of a solved one: how the line ended, or extended.
    solved_by text,
    check ((solved_by is null) = (change <> 'solved')),
    primary key (week, position)
);
create index weekly_line_by_depot on weekly_line (week, depot_id, position);
create index weekly_line_by_responsible on weekly_line (week, responsible, position)
    where responsible is not null;
-- All that is counted.
create index weekly_line_counted on weekly_line (week, depot_id, responsible, change);
create index weekly_line_by_borrower on weekly_line (borrower_id);
