-- What an organization says about itself. Street, place and country are there together or not at all.

ALTER TABLE organizations ADD COLUMN street      TEXT;
ALTER TABLE organizations ADD COLUMN postal_code TEXT;
ALTER TABLE organizations ADD COLUMN city        TEXT;
ALTER TABLE organizations ADD COLUMN country     TEXT;
ALTER TABLE organizations ADD COLUMN phone       TEXT;
ALTER TABLE organizations ADD COLUMN tax_number  TEXT;
ALTER TABLE organizations ADD COLUMN website     TEXT;
