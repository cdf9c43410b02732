-- When a job of an organisation was last taken on: organisations take turns.
CREATE TABLE job_turn (
    ods TEXT COLLATE "C" PRIMARY KEY REFERENCES organisation (ods),
    at  BIGINT NOT NULL
);
-- Two processes that look for a job at once do not both find one of the same policy.
CREATE UNIQUE INDEX job_running ON job (policy_id) WHERE state = 'running';
