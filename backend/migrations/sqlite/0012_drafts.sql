-- What somebody has begun in a form of several pages. The id stands in the addresses of the pages; only
-- its owner finds it.

CREATE TABLE drafts (
    user_id                BLOB    NOT NULL REFERENCES users (user_id),
    public_id              TEXT    NOT NULL,
    kind                   TEXT    NOT NULL,
    -- What was typed, as JSON.
    body                   TEXT    NOT NULL,
    -- The id in addresses of what became of it: the last page, sent twice, makes one thing.
    made                   TEXT,
    created_at             INTEGER NOT NULL,
    expires_at             INTEGER NOT NULL CHECK (expires_at > created_at),
    PRIMARY KEY (user_id, public_id)
) STRICT;

CREATE INDEX drafts_by_expiry ON drafts (expires_at);
