-- For a directory that is asked over the network, by jobs: nothing stands here where it is our own database.

-- Licences that a policy gave people who are to have them no longer, until the directory has taken them away.
CREATE TABLE leaving_licence (
    account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    sku        TEXT NOT NULL,
    PRIMARY KEY (account_id, sku)
) STRICT, WITHOUT ROWID;

-- People for whom a job is asking, or has asked in vain: until then, no other asks for them.
CREATE TABLE directory_turn (
    account_id TEXT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    job_id     TEXT NOT NULL REFERENCES job (id),
    until      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- How often in a row a job was put off without having got any further. One that is queued and has a `lease_until`
-- is not begun before that.
ALTER TABLE job ADD COLUMN put_off INTEGER NOT NULL DEFAULT 0;
