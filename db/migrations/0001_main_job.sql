-- The main job: catalogue, items and their events, borrowers, loans, scans, access.
-- Common subset of SQLite and PostgreSQL; @ID@ is the automatic 64-bit primary key.
-- Instants are milliseconds UTC, days are text YYYY-MM-DD, enumerations are text.

create table migration (
    version bigint primary key,
    name text not null
);

-- What this database is: "demo" when --demo made it, and that demo's tokens.
create table meta (
    key text primary key,
    value text not null
);

create table depot (
    id text primary key check (length(id) between 1 and 20),
    name text not null,
    -- Bit 0 is Monday.
    open_weekdays bigint not null check (open_weekdays between 0 and 127),
    version bigint not null default 1
);

create table depot_day (
    depot_id text not null references depot (id),
    day text not null check (length(day) = 10),
    open bigint not null check (open in (0, 1)),
    why text not null,
    primary key (depot_id, day)
);

-- Who acts: a device with its token, a person later, and "system" for the program's own commands.
create table actor (
    id @ID@,
    kind text not null check (kind in ('system', 'device', 'user')),
    name text not null,
    role text check (role in ('lager', 'ergo', 'sjafor', 'leder', 'admin')),
    depot_id text references depot (id),
    created_at bigint not null
);
insert into actor (kind, name, created_at) values ('system', 'system', 0);

create table device_token (
    -- Lower-case hex of SHA-256 of the token; the token itself is shown once and never stored.
    hash text primary key check (length(hash) = 64),
    actor_id bigint not null unique references actor (id),
    revoked_at bigint
);

create table product (
    id @ID@,
    hms_nr text unique check (length(hms_nr) = 6),
    local_nr text unique,
    name text not null,
    -- Folded for searching and sorting; ø and æ do not decompose.
    name_key text not null,
    iso text not null check (length(iso) = 8),
    supplier text,
    tracking text not null check (tracking in ('serial', 'counted')),
    wash_class text not null check (wash_class in ('hand', 'machine', 'disinfect', 'none')),
    inspection_months bigint check (inspection_months > 0),
    children bigint not null check (children in (0, 1)),
    needs_training bigint not null check (needs_training in (0, 1)),
    max_user_kg bigint check (max_user_kg > 0),
    seat_width_mm bigint check (seat_width_mm > 0),
    version bigint not null default 1
);
create index product_by_iso on product (iso, id);

create table product_accessory (
    product_id bigint not null references product (id),
    position bigint not null,
    name text not null,
    primary key (product_id, position),
    unique (product_id, name)
);

create table item (
    id @ID@,
    code text not null unique check (length(code) = 7),
    product_id bigint not null references product (id),
    owner text not null check (owner in
        ('kommune', 'nav', 'overtatt_fra_nav', 'helseforetak', 'leverandor', 'privat')),
    stock text not null check (stock in ('korttid', 'barn', 'transitt')),
    home_depot text not null references depot (id),
    depot_id text not null references depot (id),
    shelf text,
    serial text,
    lot text,
    udi text,
    state text not null check (state in ('ready', 'to_clean', 'to_inspect', 'to_repair',
        'quarantine', 'blocked', 'missing', 'lost', 'scrapped', 'handed_over')),
    quarantine_until text,
    inspection_due text,
    -- Came back or was found and has not been washed since.
    dirty bigint not null check (dirty in (0, 1)),
    -- Events so far; also the row's version.
    event_count bigint not null,
    check (state <> 'quarantine' or quarantine_until is not null)
);
-- Written by nearly every scan, so there is no second one of the state alone.
create index item_by_state on item (depot_id, state, id);
create index item_by_product on item (product_id, id);
create index item_by_owner on item (owner, id);
create index item_by_stock on item (stock, id);
create index item_by_serial on item (serial) where serial is not null;

-- Codes of replaced labels; they still find their item.
create table item_old_code (
    code text primary key,
    item_id bigint not null references item (id)
);

create table borrower (
    id @ID@,
    kind text not null check (kind in ('person', 'unit')),
    name text not null,
    name_key text not null,
    phone text,
    -- Its digits without the country's, for searching.
    phone_key text,
    email text,
    language text not null check (language in ('nb', 'nn')),
    street text,
    postal_code text check (length(postal_code) = 4),
    city text,
    birth_date text,
    national_number text unique check (length(national_number) = 11),
    protection text not null check (protection in ('none', 'fortrolig', 'strengt_fortrolig')),
    contact_name text,
    contact_phone text,
    version bigint not null default 1,
    -- For a strengt fortrolig person no address can be stored at all.
    check (protection <> 'strengt_fortrolig' or (street is null and postal_code is null and city is null)),
    check (kind = 'person' or (birth_date is null and national_number is null and protection = 'none'))
);
create index borrower_by_name on borrower (name_key, id);
create index borrower_by_phone on borrower (phone_key, id) where phone_key is not null;

-- The words of the name's key: a search is for the beginnings of words.
create table borrower_word (
    word text not null,
    borrower_id bigint not null references borrower (id),
    primary key (word, borrower_id)
);
create index word_by_borrower on borrower_word (borrower_id, word);

create table loan (
    id @ID@,
    borrower_id bigint not null references borrower (id),
    depot_id text not null references depot (id),
    start text not null check (length(start) = 10),
    expected text not null check (expected in ('under_2_years', 'over_2_years', 'unknown')),
    arena text not null,
    requested_by text,
    terms_version bigint not null,
    -- The device whose next out scans for this borrower join this loan today; none once finished.
    joins_device text,
    joins_actor bigint references actor (id),
    ended_at bigint,
    version bigint not null default 1
);
-- The partial ones come after those of the same columns: of two that fit, SQLite takes the later.
create index loan_by_depot on loan (depot_id, id);
create index loan_by_borrower on loan (borrower_id, id);
create index loan_by_requested on loan (requested_by, id) where requested_by is not null;
create index loan_open on loan (id) where ended_at is null;
create index loan_open_by_depot on loan (depot_id, id) where ended_at is null;
create index loan_open_by_requested on loan (requested_by, id) where ended_at is null;
create index loan_ended on loan (id) where ended_at is not null;
create index loan_ended_by_depot on loan (depot_id, id) where ended_at is not null;
create index loan_joining on loan (joins_actor, joins_device, borrower_id)
    where joins_device is not null and ended_at is null;

create table loan_line (
    id @ID@,
    loan_id bigint not null references loan (id),
    item_id bigint references item (id),
    product_id bigint not null references product (id),
    quantity bigint not null check (quantity > 0),
    due text,
    original_due text,
    review text,
    handed_out_at bigint not null,
    ended_at bigint,
    end_reason text check (end_reason in ('returned', 'swapped', 'estate_settled', 'permanent',
        'moved_to_institution', 'lost', 'scrapped_at_borrower', 'undone')),
    end_reference text,
    check (item_id is null or quantity = 1),
    check ((ended_at is null) = (end_reason is null)),
    check (ended_at is null or ended_at >= handed_out_at),
    check ((due is null) <> (review is null)),
    check ((due is null) = (original_due is null))
);
-- Two desks at the same moment: one wins.
create unique index one_open_line_per_item on loan_line (item_id)
    where ended_at is null and item_id is not null;
create index line_by_product on loan_line (product_id) where item_id is null;
create index line_by_loan on loan_line (loan_id, id);
create index line_by_item on loan_line (item_id, handed_out_at) where item_id is not null;
create index line_open_by_due on loan_line (due, id) where ended_at is null and due is not null;

create table training (
    loan_line_id bigint primary key references loan_line (id),
    given_by text not null,
    given_to text not null,
    day text not null
);

create table event (
    id @ID@,
    item_id bigint not null references item (id),
    seq bigint not null check (seq > 0),
    kind text not null,
    from_state text,
    -- The item's status after the event.
    to_state text not null,
    depot_id text not null references depot (id),
    shelf text,
    quarantine_until text,
    inspection_due text,
    dirty bigint not null,
    actor_id bigint not null references actor (id),
    operator text,
    device text,
    scan_id text,
    loan_line_id bigint references loan_line (id),
    method text,
    undoes bigint references event (id),
    happened_at bigint not null,
    recorded_at bigint not null
);
create unique index event_of_item on event (item_id, seq);
create unique index event_undone_once on event (undoes) where undoes is not null;

create table event_field (
    event_id bigint not null references event (id),
    position bigint not null,
    name text not null,
    value text not null,
    primary key (event_id, position)
);

-- Free text beside the events; anonymisation blanks it.
create table note (
    id @ID@,
    event_id bigint references event (id),
    scan_id text,
    kind text not null,
    text text not null
);
create index note_by_event on note (event_id) where event_id is not null;

-- Events are never changed or deleted.
@IMMUTABLE event@
@IMMUTABLE event_field@

create table scan (
    id @ID@,
    scan_id text not null unique check (length(scan_id) = 36),
    fingerprint text not null,
    actor_id bigint not null references actor (id),
    device text not null,
    seq bigint,
    mode text not null,
    item_id bigint references item (id),
    event_id bigint references event (id),
    happened_at bigint not null,
    received_at bigint not null,
    suspect bigint not null check (suspect in (0, 1)),
    result text not null,
    -- All that it said but free text, as JSON, when it changed nothing: a person may have to know.
    said text,
    -- The answer as it was sent, byte for byte.
    answer text not null
);
create index scan_effects_of_device on scan (device, id) where event_id is not null;
create index scan_by_item on scan (item_id, happened_at) where item_id is not null;

create table discrepancy (
    id @ID@,
    scan_id text not null,
    item_id bigint references item (id),
    -- The event that the late scan wrote, and the known one that it contradicts.
    event_id bigint references event (id),
    known_event_id bigint references event (id),
    reason text not null,
    depot_id text references depot (id),
    created_at bigint not null,
    settled_at bigint,
    settled_by bigint references actor (id)
);
create index discrepancy_open on discrepancy (id) where settled_at is null;

create table idempotency (
    actor_id bigint not null references actor (id),
    route text not null,
    key text not null,
    fingerprint text not null,
    status bigint not null,
    content_type text not null,
    -- Null where the body shows a person: it is made again from the location.
    body text,
    location text,
    etag text,
    created_at bigint not null,
    primary key (actor_id, route, key)
);
create index idempotency_by_age on idempotency (created_at);

create table access_log (
    id @ID@,
    at bigint not null,
    actor_id bigint not null references actor (id),
    role text not null,
    action text not null,
    why text
);
create table access_log_person (
    access_id bigint not null references access_log (id),
    borrower_id bigint not null,
    primary key (access_id, borrower_id)
);
create index access_by_person on access_log_person (borrower_id, access_id);

insert into depot (id, name, open_weekdays) values
    ('SMS', 'Sandefjord medisinske senter', 31),
    ('ENGVEIEN', 'Engveiensenteret, Stokke', 31);
