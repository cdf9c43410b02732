-- Times without multi-factor authentication, and the policy that joiners come into.

CREATE TABLE mfa_exemption (
    id               TEXT PRIMARY KEY,
    account_id       TEXT NOT NULL REFERENCES account (id),
    ods              TEXT NOT NULL REFERENCES organisation (ods),
    administrator_id TEXT NOT NULL REFERENCES administrator (id),
    administrator    TEXT NOT NULL,
    reason           TEXT NOT NULL,
    begun_at         INTEGER NOT NULL,
    until            INTEGER NOT NULL,
    -- Nothing while it runs.
    ended_at         INTEGER
) STRICT;
-- One at a time, whatever races.
CREATE UNIQUE INDEX mfa_exemption_running ON mfa_exemption (account_id) WHERE ended_at IS NULL;
CREATE INDEX mfa_exemption_due ON mfa_exemption (until) WHERE ended_at IS NULL;
CREATE INDEX mfa_exemption_account ON mfa_exemption (account_id);

-- The local policy that joiners come into; nothing where it is the national one.
ALTER TABLE organisation ADD COLUMN default_policy_id TEXT REFERENCES policy (id);

-- The day after which a leaver's licences ended; they belong to no organisation in truth until one takes them over.
ALTER TABLE account ADD COLUMN left_on TEXT;
