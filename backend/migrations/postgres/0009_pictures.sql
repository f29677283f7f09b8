-- Logos of organizations and pictures of people: PNG files of ours, a few kilobytes each. When and how
-- large stands in the owner's row, which is read with every page; the file stands beside it.

ALTER TABLE organizations ADD COLUMN logo_at     BIGINT;
ALTER TABLE organizations ADD COLUMN logo_width  BIGINT;
ALTER TABLE organizations ADD COLUMN logo_height BIGINT;

CREATE TABLE organization_logos (
    org_id                 UUID    NOT NULL PRIMARY KEY REFERENCES organizations (org_id),
    png                    BYTEA   NOT NULL CHECK (length(png) <= 262144)
);

ALTER TABLE users ADD COLUMN picture_at BIGINT;

CREATE TABLE user_pictures (
    user_id                UUID    NOT NULL PRIMARY KEY REFERENCES users (user_id),
    png                    BYTEA   NOT NULL CHECK (length(png) <= 262144)
);
