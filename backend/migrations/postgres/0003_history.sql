-- What happened, for good: one chain of hashes for each organization and for each person.
--
-- hash = SHA-256(hash of the entry before ‖ this row). The owner's row holds the newest hash, so
-- that a missing tail shows as well.

CREATE TABLE history (
    chain_id               UUID    NOT NULL,
    seq                    BIGINT  NOT NULL CHECK (seq >= 1),
    chain                  TEXT    NOT NULL CHECK (chain IN ('org', 'user')),
    happened_at            BIGINT  NOT NULL,
    -- Empty when Atrio itself acted.
    actor_id               UUID,
    act                    TEXT    NOT NULL,
    -- The ids of what the act was about, as `kind=id` separated by spaces.
    objects                TEXT    NOT NULL,
    details_hash           BYTEA   NOT NULL CHECK (length(details_hash) = 32),
    hash                   BYTEA   NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (chain_id, seq)
);

CREATE FUNCTION history_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'history is append-only';
END;
$$;

CREATE TRIGGER history_is_never_changed BEFORE UPDATE ON history
FOR EACH ROW EXECUTE FUNCTION history_is_append_only();

CREATE TRIGGER history_is_never_deleted BEFORE DELETE ON history
FOR EACH ROW EXECUTE FUNCTION history_is_append_only();

CREATE TRIGGER history_is_never_truncated BEFORE TRUNCATE ON history
FOR EACH STATEMENT EXECUTE FUNCTION history_is_append_only();

-- Names, addresses and the like: what may have to be erased one day. details_hash =
-- SHA-256(salt ‖ body); with the salt gone, the hash tells nothing about the body.
CREATE TABLE history_details (
    chain_id               UUID    NOT NULL,
    seq                    BIGINT  NOT NULL,
    salt                   BYTEA   NOT NULL CHECK (length(salt) = 16),
    body                   TEXT    NOT NULL,
    PRIMARY KEY (chain_id, seq),
    FOREIGN KEY (chain_id, seq) REFERENCES history (chain_id, seq)
);
