-- Products that are booked together, under a name of the depot's: "Hjem fra sykehus".

create table product_set (
    id @ID@,
    name text not null,
    name_key text not null unique,
    version bigint not null default 1
);
create table product_set_line (
    product_set_id bigint not null references product_set (id),
    position bigint not null,
    -- A product, or any of a class: the first six digits of ISO 9999.
    product_id bigint references product (id),
    iso_class text check (length(iso_class) = 6),
    quantity bigint not null check (quantity > 0),
    primary key (product_set_id, position),
    check ((product_id is null) <> (iso_class is null))
);
