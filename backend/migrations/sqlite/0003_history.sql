-- What happened, for good: one chain of hashes for each organization and for each person.
--
-- hash = SHA-256(hash of the entry before ‖ this row). The owner's row holds the newest hash, so
-- that a missing tail shows as well.

CREATE TABLE history (
    chain_id               BLOB    NOT NULL,
    seq                    INTEGER NOT NULL CHECK (seq >= 1),
    chain                  TEXT    NOT NULL CHECK (chain IN ('org', 'user')),
    happened_at            INTEGER NOT NULL,
    -- Empty when Atrio itself acted.
    actor_id               BLOB,
    act                    TEXT    NOT NULL,
    -- The ids of what the act was about, as `kind=id` separated by spaces.
    objects                TEXT    NOT NULL,
    details_hash           BLOB    NOT NULL CHECK (length(details_hash) = 32),
    hash                   BLOB    NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (chain_id, seq)
) STRICT;

CREATE TRIGGER history_is_never_changed BEFORE UPDATE ON history
BEGIN
    SELECT RAISE(ABORT, 'history is append-only');
END;

CREATE TRIGGER history_is_never_deleted BEFORE DELETE ON history
BEGIN
    SELECT RAISE(ABORT, 'history is append-only');
END;

-- Names, addresses and the like: what may have to be erased one day. details_hash =
-- SHA-256(salt ‖ body); with the salt gone, the hash tells nothing about the body.
CREATE TABLE history_details (
    chain_id               BLOB    NOT NULL,
    seq                    INTEGER NOT NULL,
    salt                   BLOB    NOT NULL CHECK (length(salt) = 16),
    body                   TEXT    NOT NULL,
    PRIMARY KEY (chain_id, seq),
    FOREIGN KEY (chain_id, seq) REFERENCES history (chain_id, seq)
) STRICT;
