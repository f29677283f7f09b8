-- Jobs that were given up are few and are forgotten after a while.

CREATE INDEX jobs_dead ON jobs (dead_at) WHERE dead_at IS NOT NULL;
