-- What somebody has seen of the LA community: the day of the latest entry, and which entries of that day, as JSON.
CREATE TABLE community_mark (
    administrator_id TEXT PRIMARY KEY REFERENCES administrator (id),
    day              TEXT NOT NULL,
    seen             TEXT NOT NULL
) STRICT;

-- What was said of support articles, for who said it: the e-mail itself is gone once it is sent.
CREATE TABLE article_report (
    id               TEXT PRIMARY KEY,
    administrator_id TEXT NOT NULL REFERENCES administrator (id),
    created_at       INTEGER NOT NULL,
    sent_to          TEXT NOT NULL,
    fault            TEXT NOT NULL CHECK (fault IN ('outOfDate', 'inaccurate', 'stepsMissing', 'inaccessible')),
    address          TEXT NOT NULL,
    details          TEXT NOT NULL
) STRICT;
CREATE INDEX article_report_administrator ON article_report (administrator_id, id);

-- E-mails about no policy, too: a report of an article. SQLite changes what a column may hold by making the table anew.
CREATE TABLE new_outbox (
    id               TEXT PRIMARY KEY,
    administrator_id TEXT NOT NULL REFERENCES administrator (id),
    kind             TEXT NOT NULL CHECK (kind IN ('jobOutcome', 'importOutcome', 'licensingErrors', 'articleReport')),
    policy_id        TEXT REFERENCES policy (id),
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
INSERT INTO new_outbox (
    id, administrator_id, kind, policy_id, job_id, import_id, first_part, state, due_at, owner, attempts, reason, created_at,
    written_at, ended_at, letter, attachment
)
SELECT
    id, administrator_id, kind, policy_id, job_id, import_id, first_part, state, due_at, owner, attempts, reason, created_at,
    written_at, ended_at, letter, attachment
FROM outbox;
DROP TABLE outbox;
ALTER TABLE new_outbox RENAME TO outbox;
CREATE INDEX outbox_due ON outbox (due_at, id) WHERE state IN ('announced', 'written');
-- One e-mail for all parts of an import.
CREATE UNIQUE INDEX outbox_import ON outbox (administrator_id, import_id)
WHERE state = 'announced' AND import_id IS NOT NULL;
CREATE INDEX outbox_administrator ON outbox (administrator_id, id);
