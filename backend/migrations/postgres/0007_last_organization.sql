-- The public id of the organization that a person looked at last in this browser: where `/` leads, and
-- nothing else.

ALTER TABLE devices ADD COLUMN last_org TEXT;
