-- Looking for some entries of a history: by what they are about, by who acted, by day.
--
-- The group follows from the act and is no part of the hash; `verify-history` compares the two. It
-- is stored because one index then serves every group, also those that acts of later versions join.

ALTER TABLE history ADD COLUMN act_group TEXT;

DROP TRIGGER history_is_never_changed;

UPDATE history SET act_group = CASE
    WHEN act IN ('signed_up', 'organization_created', 'organization_details_changed',
        'organization_logo_changed', 'organization_logo_removed') THEN 'organization'
    WHEN act IN ('signed_in', 'signed_out', 'session_ended', 'other_sessions_ended',
        'identity_confirmed', 'sign_in_blocked') THEN 'session'
    WHEN act IN ('password_reset_requested', 'password_reset', 'password_changed',
        'profile_changed', 'picture_changed', 'picture_removed') THEN 'account'
    WHEN act = 'staff_appointed' THEN 'staff'
END;

CREATE TRIGGER history_is_never_changed BEFORE UPDATE ON history
BEGIN
    SELECT RAISE(ABORT, 'history is append-only');
END;

CREATE INDEX history_by_time ON history (chain_id, happened_at, seq);
CREATE INDEX history_by_group ON history (chain_id, act_group, seq);

-- In a person's own history nobody is looked for.
CREATE INDEX history_by_actor ON history (chain_id, actor_id, seq) WHERE chain = 'org';
CREATE INDEX history_by_actor_and_group ON history (chain_id, actor_id, act_group, seq)
    WHERE chain = 'org';
