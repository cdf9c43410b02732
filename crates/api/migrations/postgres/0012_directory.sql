-- For a directory that is asked over the network, by jobs: nothing stands here where it is our own database.

-- Licences that a policy gave people who are to have them no longer, until the directory has taken them away.
CREATE TABLE leaving_licence (
    account_id TEXT COLLATE "C" NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    sku        TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (account_id, sku)
);

-- People for whom a job is asking, or has asked in vain: until then, no other asks for them.
CREATE TABLE directory_turn (
    account_id TEXT COLLATE "C" PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    job_id     TEXT COLLATE "C" NOT NULL REFERENCES job (id),
    until      BIGINT NOT NULL
);

-- How often in a row a job was put off without having got any further. One that is queued and has a `lease_until`
-- is not begun before that.
ALTER TABLE job ADD COLUMN put_off BIGINT NOT NULL DEFAULT 0;
