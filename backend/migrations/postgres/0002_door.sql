-- Signing up, signing in, and the limits that guard both.
--
-- Secrets are kept as SHA-256 only: whoever reads this database cannot use what stands here.

-- Sign-ups that wait for their address to be confirmed. Nobody has an account yet.
CREATE TABLE pending_sign_ups (
    sign_up_id             UUID    NOT NULL PRIMARY KEY,
    email                  TEXT    NOT NULL,
    email_canonical        TEXT    NOT NULL UNIQUE,
    first_name             TEXT    NOT NULL,
    last_name              TEXT    NOT NULL,
    kind                   TEXT    NOT NULL
        CHECK (kind IN ('private_person', 'company', 'association', 'public_body')),
    org_name               TEXT    NOT NULL,
    locale                 TEXT    NOT NULL,
    password_hash          TEXT    NOT NULL,
    password_normalisation BIGINT  NOT NULL,
    -- Came with a valid link for the first member of staff.
    staff                  BOOLEAN NOT NULL,
    created_at             BIGINT  NOT NULL,
    expires_at             BIGINT  NOT NULL CHECK (expires_at > created_at)
);

CREATE INDEX pending_sign_ups_by_expiry ON pending_sign_ups (expires_at);

-- Mailed links of every kind. `object_id` is what the link is about, as its purpose says.
CREATE TABLE tokens (
    token_hash             BYTEA   NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32),
    purpose                TEXT    NOT NULL,
    org_id                 UUID    REFERENCES organizations (org_id),
    user_id                UUID    REFERENCES users (user_id),
    object_id              UUID,
    created_at             BIGINT  NOT NULL,
    expires_at             BIGINT  NOT NULL CHECK (expires_at > created_at),
    used_at                BIGINT,
    -- When a newer link took its place.
    replaced_at            BIGINT
);

CREATE INDEX tokens_by_object ON tokens (object_id) WHERE object_id IS NOT NULL;
CREATE INDEX tokens_by_user ON tokens (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX tokens_by_expiry ON tokens (expires_at);

-- Browsers that a person signed in from before. One browser may be known to several people, hence
-- the hash alone is not unique.
CREATE TABLE devices (
    device_id              UUID    NOT NULL PRIMARY KEY,
    token_hash             BYTEA   NOT NULL CHECK (length(token_hash) = 32),
    user_id                UUID    NOT NULL REFERENCES users (user_id),
    created_at             BIGINT  NOT NULL,
    last_used_at           BIGINT  NOT NULL,
    expires_at             BIGINT  NOT NULL,
    UNIQUE (token_hash, user_id)
);

CREATE INDEX devices_by_user ON devices (user_id);
CREATE INDEX devices_by_expiry ON devices (expires_at);

CREATE TABLE sessions (
    session_id             UUID    NOT NULL PRIMARY KEY,
    token_hash             BYTEA   NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    user_id                UUID    NOT NULL REFERENCES users (user_id),
    -- What the session came from; it dies with that credential.
    credential             TEXT    NOT NULL CHECK (credential IN ('password')),
    stay                   TEXT    NOT NULL CHECK (stay IN ('browser', 'remember')),
    created_at             BIGINT  NOT NULL,
    last_seen_at           BIGINT  NOT NULL,
    -- The end of the session, however busy it is.
    expires_at             BIGINT  NOT NULL,
    sudo_at                BIGINT,
    device_id              UUID    NOT NULL,
    address                TEXT    NOT NULL,
    agent                  TEXT    NOT NULL
);

CREATE INDEX sessions_by_user ON sessions (user_id, last_seen_at);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
CREATE INDEX sessions_by_last_seen ON sessions (last_seen_at);

-- Token buckets, shared by all nodes.
CREATE TABLE limits (
    bucket                 TEXT    NOT NULL PRIMARY KEY,
    tokens_milli           BIGINT  NOT NULL,
    updated_at             BIGINT  NOT NULL,
    -- From then on the bucket is full again and may be forgotten.
    full_at                BIGINT  NOT NULL
);

CREATE INDEX limits_by_full ON limits (full_at);

-- Wrong passwords in a row, by the hash of the address that was typed: an address without an
-- account has a row like any other.
CREATE TABLE sign_in_failures (
    address_hash           BYTEA   NOT NULL PRIMARY KEY CHECK (length(address_hash) = 32),
    failures               BIGINT  NOT NULL CHECK (failures >= 0),
    last_failed_at         BIGINT  NOT NULL
);

CREATE INDEX sign_in_failures_by_time ON sign_in_failures (last_failed_at);
