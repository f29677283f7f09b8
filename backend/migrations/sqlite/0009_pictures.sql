-- Logos of organizations and pictures of people: PNG files of ours, a few kilobytes each. When and how
-- large stands in the owner's row, which is read with every page; the file stands beside it.

ALTER TABLE organizations ADD COLUMN logo_at     INTEGER;
ALTER TABLE organizations ADD COLUMN logo_width  INTEGER;
ALTER TABLE organizations ADD COLUMN logo_height INTEGER;

CREATE TABLE organization_logos (
    org_id                 BLOB    NOT NULL PRIMARY KEY REFERENCES organizations (org_id),
    png                    BLOB    NOT NULL CHECK (length(png) <= 262144)
) STRICT;

ALTER TABLE users ADD COLUMN picture_at INTEGER;

CREATE TABLE user_pictures (
    user_id                BLOB    NOT NULL PRIMARY KEY REFERENCES users (user_id),
    png                    BLOB    NOT NULL CHECK (length(png) <= 262144)
) STRICT;
