-- Photos of aids and of damage, as JPEG of our own.

create table photo (
    id @ID@,
    item_id bigint not null references item (id),
    kind text not null check (kind = 'item' or kind = 'damage'),
    -- About the aid, never about a person.
    note text,
    width bigint not null check (width > 0),
    height bigint not null check (height > 0),
    -- Of the image, and the digest that it is found changed by.
    bytes bigint not null check (bytes > 0),
    sha256 text not null check (length(sha256) = 64),
    actor_id bigint not null references actor (id),
    made_at bigint not null
);
create index photo_by_item on photo (item_id, id);

-- The files themselves, in base64: a text is moved, compared and backed up as every other.
create table photo_file (
    photo_id bigint primary key references photo (id),
    image text not null,
    small text not null
);
