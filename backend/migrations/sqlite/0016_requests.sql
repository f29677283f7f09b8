-- Rights that members ask for.

CREATE TABLE requests (
    org_id     BLOB    NOT NULL REFERENCES organizations (org_id),
    request_id BLOB    NOT NULL,
    user_id    BLOB    NOT NULL,
    -- The right: a role, a right about money, or a right on a product, with its kind and its id.
    wish       TEXT    NOT NULL,
    -- What whoever asks says about it.
    message    TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    ended_at   INTEGER,
    ending     TEXT    CHECK (ending IN ('granted', 'declined', 'withdrawn')),
    ended_by   BLOB    REFERENCES users (user_id),
    PRIMARY KEY (org_id, request_id),
    CHECK ((ended_at IS NULL) = (ending IS NULL)),
    FOREIGN KEY (org_id, user_id) REFERENCES members (org_id, user_id)
) STRICT;

-- Nobody asks twice for the same.
CREATE UNIQUE INDEX requests_open ON requests (org_id, user_id, wish) WHERE ended_at IS NULL;
CREATE INDEX requests_by_moment ON requests (org_id, created_at, request_id)
    WHERE ended_at IS NULL;

-- Who can give rights.
CREATE INDEX role_spans_by_role ON role_spans (org_id, role, user_id) WHERE valid_to IS NULL;
