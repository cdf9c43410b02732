-- Times without multi-factor authentication, and the policy that joiners come into.

CREATE TABLE mfa_exemption (
    id               TEXT COLLATE "C" PRIMARY KEY,
    account_id       TEXT COLLATE "C" NOT NULL REFERENCES account (id),
    ods              TEXT COLLATE "C" NOT NULL REFERENCES organisation (ods),
    administrator_id TEXT COLLATE "C" NOT NULL REFERENCES administrator (id),
    administrator    TEXT COLLATE "C" NOT NULL,
    reason           TEXT COLLATE "C" NOT NULL,
    begun_at         BIGINT NOT NULL,
    until            BIGINT NOT NULL,
    -- Nothing while it runs.
    ended_at         BIGINT
);
-- One at a time, whatever races.
CREATE UNIQUE INDEX mfa_exemption_running ON mfa_exemption (account_id) WHERE ended_at IS NULL;
CREATE INDEX mfa_exemption_due ON mfa_exemption (until) WHERE ended_at IS NULL;
CREATE INDEX mfa_exemption_account ON mfa_exemption (account_id);

-- The local policy that joiners come into; nothing where it is the national one.
ALTER TABLE organisation ADD COLUMN default_policy_id TEXT COLLATE "C" REFERENCES policy (id);

-- The day after which a leaver's licences ended; they belong to no organisation in truth until one takes them over.
ALTER TABLE account ADD COLUMN left_on TEXT COLLATE "C";
