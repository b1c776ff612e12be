-- What the depot's months were: kept, so that ten years cost the figures no more than one.

create table month_figure (
    month text not null check (length(month) = 7),
    depot_id text not null references depot (id),
    iso_class text not null check (length(iso_class) = 6),
    -- In the month.
    lent bigint not null,
    ended bigint not null,
    days_out bigint not null,
    permanent bigint not null,
    lost bigint not null,
    scrapped bigint not null,
    handed_over bigint not null,
    hours_waited bigint not null,
    -- At its end; of the month that goes on, when it was last counted.
    on_loan bigint not null,
    overdue bigint not null,
    -- Without counted products, as last counted in the month. None: it was over when it was first
    -- counted.
    aids bigint,
    aids_out bigint,
    primary key (month, depot_id, iso_class)
);

create index line_by_begin on loan_line (handed_out_at, id);
create index line_by_end on loan_line (ended_at, id) where ended_at is not null;
create index booking_by_hand_over on booking (closed_at, id) where state = 'handed_out';
create index extension_by_time on extension (made_at, id);
