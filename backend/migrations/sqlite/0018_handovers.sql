-- Legal responsibility, offered to somebody who has to accept it.

CREATE TABLE handovers (
    org_id      BLOB    NOT NULL REFERENCES organizations (org_id),
    handover_id BLOB    NOT NULL,
    giver_id    BLOB    NOT NULL,
    receiver_id BLOB    NOT NULL,
    -- What whoever hands over becomes.
    afterwards  TEXT    NOT NULL CHECK (afterwards IN ('administrator', 'collaborator', 'leaves')),
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL CHECK (expires_at > created_at),
    ended_at    INTEGER,
    ending      TEXT    CHECK (ending IN ('accepted', 'declined', 'cancelled', 'expired')),
    ended_by    BLOB    REFERENCES users (user_id),
    PRIMARY KEY (org_id, handover_id),
    CHECK (giver_id <> receiver_id),
    CHECK ((ended_at IS NULL) = (ending IS NULL)),
    FOREIGN KEY (org_id, giver_id) REFERENCES members (org_id, user_id),
    FOREIGN KEY (org_id, receiver_id) REFERENCES members (org_id, user_id)
) STRICT;

-- One at a time.
CREATE UNIQUE INDEX handovers_open ON handovers (org_id) WHERE ended_at IS NULL;

-- What became of the last one, for those who took part in it.
CREATE INDEX handovers_by_moment ON handovers (org_id, created_at, handover_id);
