-- What organizations have bought, and who may do what with it.

-- What the provider sells comes in kinds, whose short names stand in addresses.
CREATE TABLE product_kinds (
    kind                   TEXT    NOT NULL PRIMARY KEY,
    -- Lists show them in this order.
    position               BIGINT  NOT NULL
);

CREATE TABLE product_kind_names (
    kind                   TEXT    NOT NULL REFERENCES product_kinds (kind),
    locale                 TEXT    NOT NULL,
    name                   TEXT    NOT NULL,
    PRIMARY KEY (kind, locale)
);

CREATE TABLE products (
    org_id                 UUID    NOT NULL REFERENCES organizations (org_id),
    product_id             UUID    NOT NULL,
    kind                   TEXT    NOT NULL REFERENCES product_kinds (kind),
    name                   TEXT    NOT NULL,
    -- The name, as lists are ordered and searched by it.
    sort_key               TEXT    NOT NULL,
    created_at             BIGINT  NOT NULL,
    -- Since when it is over.
    ended_at               BIGINT,
    PRIMARY KEY (org_id, product_id)
);

CREATE INDEX products_by_name ON products (org_id, sort_key, product_id) WHERE ended_at IS NULL;
CREATE INDEX products_by_kind ON products (org_id, kind, sort_key, product_id) WHERE ended_at IS NULL;

CREATE TABLE teams (
    org_id                 UUID    NOT NULL REFERENCES organizations (org_id),
    team_id                UUID    NOT NULL,
    name                   TEXT    NOT NULL,
    colour                 TEXT    NOT NULL,
    -- The member whom others turn to.
    leader_id              UUID,
    created_at             BIGINT  NOT NULL,
    dissolved_at           BIGINT,
    PRIMARY KEY (org_id, team_id),
    FOREIGN KEY (org_id, leader_id) REFERENCES members (org_id, user_id)
);

CREATE INDEX teams_by_name ON teams (org_id, name, team_id) WHERE dissolved_at IS NULL;

CREATE TABLE team_spans (
    org_id                 UUID    NOT NULL,
    team_id                UUID    NOT NULL,
    user_id                UUID    NOT NULL,
    valid_from             BIGINT  NOT NULL,
    valid_to               BIGINT  CHECK (valid_to > valid_from),
    PRIMARY KEY (org_id, team_id, user_id, valid_from),
    FOREIGN KEY (org_id, team_id) REFERENCES teams (org_id, team_id),
    FOREIGN KEY (org_id, user_id) REFERENCES members (org_id, user_id)
);

CREATE UNIQUE INDEX team_spans_open ON team_spans (org_id, user_id, team_id)
    WHERE valid_to IS NULL;
CREATE INDEX team_spans_of_team ON team_spans (org_id, team_id, user_id) WHERE valid_to IS NULL;

-- A right on one product, or on all of a kind, of a member or of a team.
CREATE TABLE grant_spans (
    org_id                 UUID    NOT NULL,
    grant_id               UUID    NOT NULL,
    user_id                UUID,
    team_id                UUID,
    product_id             UUID,
    kind                   TEXT    REFERENCES product_kinds (kind),
    product_right          TEXT    NOT NULL
        CHECK (product_right IN ('technical', 'statistics')),
    valid_from             BIGINT  NOT NULL,
    valid_to               BIGINT  CHECK (valid_to > valid_from),
    PRIMARY KEY (org_id, grant_id),
    CHECK ((user_id IS NULL) <> (team_id IS NULL)),
    CHECK ((product_id IS NULL) <> (kind IS NULL)),
    FOREIGN KEY (org_id, user_id) REFERENCES members (org_id, user_id),
    FOREIGN KEY (org_id, team_id) REFERENCES teams (org_id, team_id),
    FOREIGN KEY (org_id, product_id) REFERENCES products (org_id, product_id)
);

CREATE INDEX grant_spans_of_user ON grant_spans (org_id, user_id)
    WHERE valid_to IS NULL AND user_id IS NOT NULL;
CREATE INDEX grant_spans_of_team ON grant_spans (org_id, team_id)
    WHERE valid_to IS NULL AND team_id IS NOT NULL;
CREATE INDEX grant_spans_of_product ON grant_spans (org_id, product_id)
    WHERE valid_to IS NULL AND product_id IS NOT NULL;
CREATE INDEX grant_spans_of_kind ON grant_spans (org_id, kind)
    WHERE valid_to IS NULL AND kind IS NOT NULL;

-- Which messages reach a member.
ALTER TABLE members ADD COLUMN billing_reminders BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE members ADD COLUMN product_events BOOLEAN NOT NULL DEFAULT TRUE;

-- The member who ended it: the person themselves left, anybody else removed them.
ALTER TABLE member_spans ADD COLUMN ended_by UUID REFERENCES users (user_id);

CREATE INDEX member_spans_ended ON member_spans (org_id, valid_to) WHERE valid_to IS NOT NULL;

-- When the intervals of its members changed last. Raised under the lock, by at least one, so that no
-- interval is empty and none overlaps another, whatever the clocks say.
ALTER TABLE organizations ADD COLUMN members_changed_at BIGINT NOT NULL DEFAULT 0;

-- When what a member is or has been given changed last: a form that was opened before is out of date.
ALTER TABLE members ADD COLUMN changed_at BIGINT NOT NULL DEFAULT 0;

-- The names of the person, as lists of members are ordered by them: kept when a name changes.
ALTER TABLE members ADD COLUMN sort_key TEXT NOT NULL DEFAULT '';

UPDATE members SET sort_key =
    (SELECT lower(u.last_name || ' ' || u.first_name) FROM users u WHERE u.user_id = members.user_id);

CREATE INDEX members_by_name ON members (org_id, sort_key, user_id);
