-- First names first, as people are looked for; without capitals and accents once the person changes
-- their name or joins.
ALTER TABLE members ADD COLUMN given_key TEXT NOT NULL DEFAULT '';

UPDATE members
SET given_key = (
    SELECT lower(u.first_name || ' ' || u.last_name) FROM users u
    WHERE u.user_id = members.user_id);

CREATE INDEX members_by_given ON members (org_id, given_key, user_id);
