-- When a job of an organisation was last taken on: organisations take turns.
CREATE TABLE job_turn (
    ods TEXT PRIMARY KEY REFERENCES organisation (ods),
    at  INTEGER NOT NULL
) STRICT;
