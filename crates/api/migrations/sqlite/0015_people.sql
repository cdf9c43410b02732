-- More of an account's life, when the acceptable use policy was accepted, log-ons of the embedded directory, and what
-- was done to people and seen of them.

-- The word of the old column may be one of two only, so another takes its place.
ALTER TABLE account ADD COLUMN life TEXT NOT NULL DEFAULT 'active' CHECK (
    life IN ('active', 'leaver', 'disabled', 'compromised', 'remediated')
);
-- The last day that a leaver has licences.
ALTER TABLE account ADD COLUMN leaver_until TEXT CHECK ((life = 'leaver') = (leaver_until IS NOT NULL));
-- When it was found to be compromised, or was made safe.
ALTER TABLE account ADD COLUMN status_since INTEGER CHECK (
    status_since IS NOT NULL OR life NOT IN ('compromised', 'remediated')
);
-- Nothing where it is not known: it was not always kept.
ALTER TABLE account ADD COLUMN aup_accepted_at INTEGER;
-- Of when somebody left nothing was kept: they get the whole time from now.
UPDATE account SET life = status, leaver_until = date('now', '+30 days') WHERE status = 'leaver';
ALTER TABLE account DROP COLUMN status;
ALTER TABLE account RENAME COLUMN life TO status;
CREATE INDEX account_leaver ON account (leaver_until) WHERE leaver_until IS NOT NULL;

-- What the embedded directory knows of attempts to sign in; with Microsoft Graph there are none here.
CREATE TABLE log_on (
    id               TEXT PRIMARY KEY,
    account_id       TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    at               INTEGER NOT NULL,
    app              TEXT,
    device           TEXT,
    operating_system TEXT,
    browser          TEXT,
    ip_address       TEXT,
    location         TEXT,
    risk             TEXT NOT NULL CHECK (risk IN ('notKnown', 'none', 'low', 'medium', 'high')),
    error_code       INTEGER NOT NULL
) STRICT;
CREATE INDEX log_on_account ON log_on (account_id, at);

-- What was done to people, or seen of them; rows are only ever added.
CREATE TABLE person_history (
    id               TEXT PRIMARY KEY,
    account_id       TEXT NOT NULL REFERENCES account (id),
    -- Where they were then: who administers that sees it.
    ods              TEXT NOT NULL REFERENCES organisation (ods),
    at               INTEGER NOT NULL,
    -- Nobody where the service did it by itself.
    administrator_id TEXT REFERENCES administrator (id),
    administrator    TEXT,
    kind             TEXT NOT NULL,
    event            TEXT NOT NULL, -- JSON
    CHECK ((administrator_id IS NULL) = (administrator IS NULL))
) STRICT;
CREATE INDEX person_history_account ON person_history (account_id, id);
CREATE TRIGGER person_history_no_update BEFORE UPDATE ON person_history BEGIN
    SELECT RAISE(ABORT, 'history is only ever added to');
END;
CREATE TRIGGER person_history_no_delete BEFORE DELETE ON person_history BEGIN
    SELECT RAISE(ABORT, 'history is only ever added to');
END;
CREATE TRIGGER person_history_no_replace BEFORE INSERT ON person_history
WHEN EXISTS (SELECT 1 FROM person_history WHERE id = NEW.id) BEGIN
    SELECT RAISE(ABORT, 'history is only ever added to');
END;
