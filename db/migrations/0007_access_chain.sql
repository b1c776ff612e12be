-- The access log as a chain that shows tampering: what it says can only be added to, and each row
-- is sealed with all that came before it.

-- Where the reader works, and what was answered; none of rows from before they were kept.
alter table access_log add column depot_id text;
alter table access_log add column status bigint;
create index access_by_time on access_log (at, id);
create index access_by_actor on access_log (actor_id, at, id);

-- As in its row: one person's are read in the order of time.
alter table access_log_person add column at bigint not null default 0;
update access_log_person
set at = (select l.at from access_log l where l.id = access_log_person.access_id);
drop index access_by_person;
create index access_by_person on access_log_person (borrower_id, at, access_id);

-- Committed and not yet sealed. Rows become visible in another order than that of their ids; here
-- none is passed over.
create table access_unsealed (
    access_id bigint primary key references access_log (id)
);
insert into access_unsealed (access_id) select id from access_log;

-- The chain; see db/access_chain.hpp.
create table access_seal (
    -- 1, 2, 3 … without gaps, given by the sealer.
    seq bigint primary key check (seq > 0),
    access_id bigint not null unique references access_log (id),
    -- Lower-case hex of SHA-256.
    hash text not null check (length(hash) = 64)
);

-- Who has looked through the log of which days.
create table access_review (
    id @ID@,
    from_day text not null check (length(from_day) = 10),
    to_day text not null check (length(to_day) = 10),
    -- Free text; no word of a person belongs in it.
    note text,
    actor_id bigint not null references actor (id),
    made_at bigint not null,
    check (from_day <= to_day)
);

@IMMUTABLE access_log@
@IMMUTABLE access_log_person@
@IMMUTABLE access_seal@
@IMMUTABLE access_review@
