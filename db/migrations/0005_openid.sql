-- Signing in with a provider: what is under way, who a provider's subject is here, and which of its
-- tokens have ended sessions.
create table openid_flow (
    id @ID@,
    -- SHA-256 in lower-case hex: of what comes back with the browser, of what the browser keeps in
    -- a cookie, of what must be in the token.
    state_hash text not null unique check (length(state_hash) = 64),
    browser_hash text not null check (length(browser_hash) = 64),
    nonce_hash text not null check (length(nonce_hash) = 64),
    provider text not null,
    -- Sealed.
    verifier_sealed text,
    -- The person shall show again who it is.
    again bigint not null check (again in (0, 1)),
    began_at bigint not null
);
create index openid_flow_by_age on openid_flow (began_at);

create table openid_user (
    actor_id bigint primary key references app_user (actor_id),
    issuer text not null,
    subject text not null,
    unique (issuer, subject)
);

create table openid_logout (
    -- SHA-256 in lower-case hex of issuer and id of a token; each counts once.
    token_hash text primary key check (length(token_hash) = 64),
    used_at bigint not null
);
create index openid_logout_by_age on openid_logout (used_at);
