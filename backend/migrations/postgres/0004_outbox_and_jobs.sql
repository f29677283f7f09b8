-- Mails and background work, written in the transaction of the act that causes them.

CREATE TABLE outbox (
    mail_id                UUID    NOT NULL PRIMARY KEY,
    org_id                 UUID    REFERENCES organizations (org_id),
    user_id                UUID    REFERENCES users (user_id),
    kind                   TEXT    NOT NULL,
    locale                 TEXT    NOT NULL,
    recipient              TEXT    NOT NULL,
    -- Printed in the mail, so that its reader can ask whether it is ours.
    reference              TEXT    NOT NULL UNIQUE,
    -- Fixed, so that a mail sent twice is recognised as one.
    message_id             TEXT    NOT NULL UNIQUE,
    -- What the mail says, encrypted. It may hold a link that still works, so it exists exactly as
    -- long as the mail waits.
    payload_sealed         BYTEA   CHECK ((payload_sealed IS NULL)
                                       = (sent_at IS NOT NULL OR dead_at IS NOT NULL)),
    created_at             BIGINT  NOT NULL,
    due_at                 BIGINT  NOT NULL,
    lease_until            BIGINT,
    -- From then on nobody tries any longer.
    gives_up_at            BIGINT  NOT NULL,
    attempts               BIGINT  NOT NULL,
    last_error             TEXT,
    sent_at                BIGINT,
    dead_at                BIGINT
);

CREATE INDEX outbox_due ON outbox (due_at) WHERE sent_at IS NULL AND dead_at IS NULL;
CREATE INDEX outbox_by_age ON outbox (created_at);

CREATE TABLE jobs (
    job_id                 UUID    NOT NULL PRIMARY KEY,
    kind                   TEXT    NOT NULL,
    payload                TEXT    NOT NULL,
    created_at             BIGINT  NOT NULL,
    due_at                 BIGINT  NOT NULL,
    lease_until            BIGINT,
    attempts               BIGINT  NOT NULL,
    last_error             TEXT,
    dead_at                BIGINT
);

CREATE INDEX jobs_due ON jobs (due_at) WHERE dead_at IS NULL;
