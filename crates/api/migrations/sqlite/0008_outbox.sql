-- E-mails, from what they tell of to their end. A row is written in the transaction of what it tells of, so there
-- is never the one without the other; its id makes the Message-ID, so a message that is sent once more after a
-- crash is known as the same.
CREATE TABLE outbox (
    id               TEXT PRIMARY KEY,
    administrator_id TEXT NOT NULL REFERENCES administrator (id),
    kind             TEXT NOT NULL CHECK (kind IN ('jobOutcome', 'importOutcome', 'licensingErrors')),
    policy_id        TEXT NOT NULL REFERENCES policy (id),
    job_id           TEXT REFERENCES job (id),
    import_id        TEXT,
    -- Of an import: the first part that no e-mail before has told of.
    first_part       INTEGER,
    -- Announced: to be written once it is due, which for an import every sign of life puts off.
    state            TEXT NOT NULL CHECK (state IN ('announced', 'written', 'sent', 'dead')),
    -- When something is to be done next; while it is being sent, when to suppose that whoever sends it is gone.
    due_at           INTEGER NOT NULL,
    owner            TEXT,
    attempts         INTEGER NOT NULL DEFAULT 0,
    -- What the last attempt failed of.
    reason           TEXT,
    created_at       INTEGER NOT NULL,
    written_at       INTEGER,
    ended_at         INTEGER,
    letter           TEXT, -- JSON; gone once it is sent, but in a demonstration
    attachment       BLOB
) STRICT;
CREATE INDEX outbox_due ON outbox (due_at, id) WHERE state IN ('announced', 'written');
-- One e-mail for all parts of an import.
CREATE UNIQUE INDEX outbox_import ON outbox (administrator_id, import_id)
WHERE state = 'announced' AND import_id IS NOT NULL;
CREATE INDEX outbox_administrator ON outbox (administrator_id, id);
