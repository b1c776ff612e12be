-- People who sign in: what they know, what they have, what they may; and from where they do.
create table app_user (
    actor_id bigint primary key references actor (id),
    -- The name folded as for searching; none: a provider signs the user in.
    sign_in_key text unique,
    -- A PHC string of Argon2id.
    password_hash text,
    must_change bigint not null check (must_change in (0, 1)),
    sees_protected bigint not null check (sees_protected in (0, 1)),
    -- Sealed: the secret of the second factor, and one that was shown and is not confirmed.
    totp_secret_sealed text,
    totp_pending_sealed text,
    -- The last time step whose code was used; each counts once.
    totp_step bigint,
    disabled_at bigint,
    version bigint not null default 1
);

create table recovery_code (
    actor_id bigint not null references app_user (actor_id),
    -- Lower-case hex of SHA-256; a code has 120 random bits and is deleted when it is used.
    hash text not null check (length(hash) = 64),
    primary key (actor_id, hash)
);

-- Those that are open: one that ends is deleted.
create table session (
    id @ID@,
    token_hash text not null unique check (length(token_hash) = 64),
    actor_id bigint not null references app_user (actor_id),
    created_at bigint not null,
    seen_at bigint not null,
    -- When all that the user has was last shown.
    shown_at bigint not null,
    two_factors bigint not null check (two_factors in (0, 1)),
    -- Of the provider that signed the user in.
    openid_issuer text,
    openid_subject text,
    openid_sid text
);
create index session_of_actor on session (actor_id, id);
create index session_by_age on session (created_at);
create index session_of_provider on session (openid_issuer, openid_subject)
    where openid_issuer is not null;
create index session_at_provider on session (openid_issuer, openid_sid)
    where openid_sid is not null;

-- Tries to sign in that failed or are not decided, also under names that nobody has.
create table sign_in_try (
    id @ID@,
    -- A keyed index of the name: whoever reads it learns no name, and no password typed as one.
    account text not null,
    at bigint not null
);
create index sign_in_try_of_account on sign_in_try (account, at);
create index sign_in_try_by_age on sign_in_try (at);
