-- Persons are anonymised when all that was theirs has been closed for long enough.

-- None: registered before this was kept, or a unit.
alter table borrower add column registered_at bigint;
alter table borrower add column anonymised_at bigint;
-- The latest moment that something of theirs is known to have been open, or was closed. Nobody keeps
-- it up with every loan, so it may be behind the truth; whoever looks at a person brings it up.
alter table borrower add column in_use_at bigint not null default 0;
create index borrower_by_use on borrower (in_use_at, id)
    where kind = 'person' and anonymised_at is null;
-- Notes of scans that no event took; a blanked one is in nobody's way.
create index note_by_scan on note (scan_id) where scan_id is not null and text <> '';
-- The answers that are kept about somebody, to be forgotten with them.
create index idempotency_by_location on idempotency (location) where location is not null;
