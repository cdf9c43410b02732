-- More of an account's life, when the acceptable use policy was accepted, log-ons of the embedded directory, and what
-- was done to people and seen of them.

ALTER TABLE account DROP CONSTRAINT account_status_check;
ALTER TABLE account ADD CONSTRAINT account_status_check CHECK (
    status IN ('active', 'leaver', 'disabled', 'compromised', 'remediated')
);
-- The last day that a leaver has licences.
ALTER TABLE account ADD COLUMN leaver_until TEXT COLLATE "C";
-- When it was found to be compromised, or was made safe.
ALTER TABLE account ADD COLUMN status_since BIGINT;
-- Nothing where it is not known: it was not always kept.
ALTER TABLE account ADD COLUMN aup_accepted_at BIGINT;
-- Of when somebody left nothing was kept: they get the whole time from now.
UPDATE account SET leaver_until = to_char(CURRENT_DATE + 30, 'YYYY-MM-DD') WHERE status = 'leaver';
ALTER TABLE account ADD CHECK ((status = 'leaver') = (leaver_until IS NOT NULL));
ALTER TABLE account ADD CHECK (status_since IS NOT NULL OR status NOT IN ('compromised', 'remediated'));
CREATE INDEX account_leaver ON account (leaver_until) WHERE leaver_until IS NOT NULL;

-- What the embedded directory knows of attempts to sign in; with Microsoft Graph there are none here.
CREATE TABLE log_on (
    id               TEXT COLLATE "C" PRIMARY KEY,
    account_id       TEXT COLLATE "C" NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    at               BIGINT NOT NULL,
    app              TEXT COLLATE "C",
    device           TEXT COLLATE "C",
    operating_system TEXT COLLATE "C",
    browser          TEXT COLLATE "C",
    ip_address       TEXT COLLATE "C",
    location         TEXT COLLATE "C",
    risk             TEXT COLLATE "C" NOT NULL CHECK (risk IN ('notKnown', 'none', 'low', 'medium', 'high')),
    error_code       BIGINT NOT NULL
);
CREATE INDEX log_on_account ON log_on (account_id, at);

-- What was done to people, or seen of them; rows are only ever added.
CREATE TABLE person_history (
    id               TEXT COLLATE "C" PRIMARY KEY,
    account_id       TEXT COLLATE "C" NOT NULL REFERENCES account (id),
    -- Where they were then: who administers that sees it.
    ods              TEXT COLLATE "C" NOT NULL REFERENCES organisation (ods),
    at               BIGINT NOT NULL,
    -- Nobody where the service did it by itself.
    administrator_id TEXT COLLATE "C" REFERENCES administrator (id),
    administrator    TEXT COLLATE "C",
    kind             TEXT COLLATE "C" NOT NULL,
    event            TEXT COLLATE "C" NOT NULL, -- JSON
    CHECK ((administrator_id IS NULL) = (administrator IS NULL))
);
CREATE INDEX person_history_account ON person_history (account_id, id);
CREATE TRIGGER person_history_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON person_history
FOR EACH STATEMENT EXECUTE FUNCTION refuse_history_change();
