-- What a person has set for themselves.

ALTER TABLE users ADD COLUMN time_zone TEXT NOT NULL DEFAULT 'Europe/Zurich';
ALTER TABLE users ADD COLUMN theme     TEXT NOT NULL DEFAULT 'system'
    CHECK (theme IN ('system', 'light', 'dark'));
