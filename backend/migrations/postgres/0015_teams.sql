-- When a team, its rights or its members changed last: a form that was opened before is out of date.
ALTER TABLE teams ADD COLUMN changed_at BIGINT NOT NULL DEFAULT 0;
