-- People, organizations, and who belongs to which.
--
-- Times are milliseconds since 1970 (UTC). Text is brought into one canonical form before it comes
-- here and compared byte by byte.

CREATE TABLE users (
    user_id                UUID    NOT NULL PRIMARY KEY,
    email                  TEXT    NOT NULL,
    email_canonical        TEXT    NOT NULL UNIQUE,
    first_name             TEXT    NOT NULL,
    last_name              TEXT    NOT NULL,
    locale                 TEXT    NOT NULL,
    password_hash          TEXT    NOT NULL,
    password_normalisation BIGINT  NOT NULL,
    staff                  BOOLEAN NOT NULL,
    version                BIGINT  NOT NULL,
    -- The last entry of the person's own history, see `history`.
    history_seq            BIGINT  NOT NULL CHECK (history_seq >= 0),
    history_head           BYTEA   NOT NULL CHECK (length(history_head) = 32),
    created_at             BIGINT  NOT NULL,
    verified_at            BIGINT  NOT NULL,
    disabled_at            BIGINT
);

CREATE TABLE organizations (
    org_id                 UUID    NOT NULL PRIMARY KEY,
    public_id              TEXT    NOT NULL UNIQUE,
    name                   TEXT    NOT NULL,
    kind                   TEXT    NOT NULL
        CHECK (kind IN ('private_person', 'company', 'association', 'public_body')),
    locale                 TEXT    NOT NULL,
    status                 TEXT    NOT NULL CHECK (status IN ('active', 'closing', 'closed')),
    -- Raised first by every transaction that touches members, money or status: it is the lock.
    version                BIGINT  NOT NULL,
    -- Active members who are legal representatives. Kept by whatever changes a membership.
    active_representatives BIGINT  NOT NULL CHECK (active_representatives >= 1),
    history_seq            BIGINT  NOT NULL CHECK (history_seq >= 0),
    history_head           BYTEA   NOT NULL CHECK (length(history_head) = 32),
    created_at             BIGINT  NOT NULL
);

-- The stable row of a person in an organization. What is true of the membership, and when, stands
-- in the interval tables below: `valid_to` is empty for what holds now. A change closes one row and
-- opens another, so that any past date can be asked for.
CREATE TABLE members (
    org_id                 UUID    NOT NULL REFERENCES organizations (org_id),
    user_id                UUID    NOT NULL REFERENCES users (user_id),
    created_at             BIGINT  NOT NULL,
    PRIMARY KEY (org_id, user_id)
);

CREATE INDEX members_by_user ON members (user_id);

CREATE TABLE member_spans (
    org_id                 UUID    NOT NULL,
    user_id                UUID    NOT NULL,
    valid_from             BIGINT  NOT NULL,
    valid_to               BIGINT  CHECK (valid_to > valid_from),
    PRIMARY KEY (org_id, user_id, valid_from),
    FOREIGN KEY (org_id, user_id) REFERENCES members (org_id, user_id)
);

CREATE UNIQUE INDEX member_spans_open ON member_spans (org_id, user_id) WHERE valid_to IS NULL;

CREATE TABLE role_spans (
    org_id                 UUID    NOT NULL,
    user_id                UUID    NOT NULL,
    role                   TEXT    NOT NULL
        CHECK (role IN ('external', 'collaborator', 'administrator', 'legal_representative')),
    valid_from             BIGINT  NOT NULL,
    valid_to               BIGINT  CHECK (valid_to > valid_from),
    PRIMARY KEY (org_id, user_id, valid_from),
    FOREIGN KEY (org_id, user_id) REFERENCES members (org_id, user_id)
);

CREATE UNIQUE INDEX role_spans_open ON role_spans (org_id, user_id) WHERE valid_to IS NULL;

CREATE TABLE money_spans (
    org_id                 UUID    NOT NULL,
    user_id                UUID    NOT NULL,
    money_right            TEXT    NOT NULL
        CHECK (money_right IN ('see_invoices', 'pay', 'order', 'manage_addresses')),
    valid_from             BIGINT  NOT NULL,
    valid_to               BIGINT  CHECK (valid_to > valid_from),
    PRIMARY KEY (org_id, user_id, money_right, valid_from),
    FOREIGN KEY (org_id, user_id) REFERENCES members (org_id, user_id)
);

CREATE UNIQUE INDEX money_spans_open ON money_spans (org_id, user_id, money_right)
    WHERE valid_to IS NULL;

CREATE TABLE suspension_spans (
    org_id                 UUID    NOT NULL,
    user_id                UUID    NOT NULL,
    suspended_by           UUID    NOT NULL REFERENCES users (user_id),
    reason                 TEXT    NOT NULL,
    valid_from             BIGINT  NOT NULL,
    valid_to               BIGINT  CHECK (valid_to > valid_from),
    PRIMARY KEY (org_id, user_id, valid_from),
    FOREIGN KEY (org_id, user_id) REFERENCES members (org_id, user_id)
);

CREATE UNIQUE INDEX suspension_spans_open ON suspension_spans (org_id, user_id)
    WHERE valid_to IS NULL;

-- The one row about the installation as a whole.
CREATE TABLE installation (
    installation_id        BIGINT  NOT NULL PRIMARY KEY CHECK (installation_id = 1),
    -- The oldest program that may still run on this schema, named by the newest migration it knows.
    schema_floor           BIGINT  NOT NULL,
    -- When the first member of staff was appointed; the link for it works only while this is empty.
    first_staff_at         BIGINT
);

INSERT INTO installation (installation_id, schema_floor) VALUES (1, 1);
