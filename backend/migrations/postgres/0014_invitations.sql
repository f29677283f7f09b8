-- Offers to become a member. The link of one is a token that points to it.

CREATE TABLE invitations (
    org_id                 UUID    NOT NULL REFERENCES organizations (org_id),
    invitation_id          UUID    NOT NULL,
    email                  TEXT    NOT NULL,
    email_canonical        TEXT    NOT NULL,
    -- The language of its mail.
    locale                 TEXT    NOT NULL,
    -- What is offered, as JSON: role, rights about money, rights on products, teams. What has gone
    -- until it is accepted is left out then.
    place                  TEXT    NOT NULL,
    billing_reminders      BOOLEAN NOT NULL,
    product_events         BOOLEAN NOT NULL,
    -- Whose right it rests on: who sent it last.
    invited_by             UUID    NOT NULL,
    created_at             BIGINT  NOT NULL,
    sent_at                BIGINT  NOT NULL,
    expires_at             BIGINT  NOT NULL CHECK (expires_at > sent_at),
    -- The person asks for another invitation, perhaps to another address of theirs.
    wanted_at              BIGINT,
    wanted_email           TEXT,
    wanted_email_canonical TEXT,
    ended_at               BIGINT,
    ending                 TEXT
        CHECK (ending IN ('accepted', 'declined', 'cancelled', 'replaced')),
    -- Who accepted it or took it back.
    ended_by               UUID    REFERENCES users (user_id),
    PRIMARY KEY (org_id, invitation_id),
    CHECK ((ended_at IS NULL) = (ending IS NULL)),
    FOREIGN KEY (org_id, invited_by) REFERENCES members (org_id, user_id)
);

-- One address waits for one answer.
CREATE UNIQUE INDEX invitations_open ON invitations (org_id, email_canonical)
    WHERE ended_at IS NULL;
CREATE INDEX invitations_by_sending ON invitations (org_id, sent_at, invitation_id)
    WHERE ended_at IS NULL;
