-- Times are milliseconds since 1970 (UTC), dates are yyyy-mm-dd, words are those of the wire format.
-- A column `search` holds texts folded as `api::fold` does, each between line breaks, so that one LIKE
-- tells whether a text is, begins with, or holds what was typed.

CREATE TABLE organisation (
    ods           TEXT PRIMARY KEY,
    name          TEXT NOT NULL,
    service_level TEXT NOT NULL CHECK (service_level IN ('standard', 'enhanced')),
    closed_on     TEXT,
    search        TEXT NOT NULL
) STRICT;

-- Names it had, or of organisations it took over; the latest first.
CREATE TABLE former_name (
    ods      TEXT NOT NULL REFERENCES organisation (ods),
    position INTEGER NOT NULL,
    name     TEXT NOT NULL,
    PRIMARY KEY (ods, position)
) STRICT;

CREATE TABLE subscription (
    id       TEXT PRIMARY KEY,
    ods      TEXT NOT NULL REFERENCES organisation (ods),
    sku      TEXT NOT NULL,
    seats    INTEGER NOT NULL CHECK (seats >= 0),
    end_date TEXT NOT NULL
) STRICT;
CREATE INDEX subscription_organisation ON subscription (ods);

CREATE TABLE administrator (
    id      TEXT PRIMARY KEY,
    -- `sub` of the access tokens of the one configured issuer.
    subject TEXT NOT NULL UNIQUE,
    name    TEXT NOT NULL,
    email   TEXT NOT NULL
) STRICT;

CREATE TABLE administrator_role (
    administrator_id TEXT NOT NULL REFERENCES administrator (id),
    ods              TEXT NOT NULL REFERENCES organisation (ods),
    role             TEXT NOT NULL CHECK (
        role IN ('primaryLocalAdministrator', 'localAdministrator', 'licenceAdmin', 'helpdesk')
    ),
    PRIMARY KEY (administrator_id, ods)
) STRICT;

-- Whom demo mode offers to sign in as; empty everywhere else.
CREATE TABLE persona (
    id               TEXT PRIMARY KEY,
    position         INTEGER NOT NULL,
    administrator_id TEXT NOT NULL REFERENCES administrator (id),
    description      TEXT NOT NULL
) STRICT;

-- The key that signs the tokens of demo mode, kept so that they outlive a restart.
CREATE TABLE demo_signing_key (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    pkcs8      BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE policy (
    id             TEXT PRIMARY KEY,
    ods            TEXT NOT NULL REFERENCES organisation (ods),
    kind           TEXT NOT NULL CHECK (kind IN ('national', 'local')),
    name           TEXT NOT NULL,
    name_key       TEXT NOT NULL,
    full_name      TEXT NOT NULL,
    description    TEXT NOT NULL,
    base_licence   TEXT,
    add_ons        TEXT NOT NULL, -- JSON array of SKUs
    disabled_plans TEXT NOT NULL, -- JSON array of service plans
    call_recording INTEGER NOT NULL CHECK (call_recording IN (0, 1)),
    version        INTEGER NOT NULL DEFAULT 1,
    member_count   INTEGER NOT NULL DEFAULT 0, -- kept by the triggers below
    created_at     INTEGER NOT NULL,
    updated_at     INTEGER NOT NULL,
    updated_by     TEXT NOT NULL,
    search         TEXT NOT NULL
) STRICT;
-- The rule that names are unique within an organisation holds here, whatever races.
CREATE UNIQUE INDEX policy_name ON policy (ods, name_key);
CREATE UNIQUE INDEX policy_national ON policy (ods) WHERE kind = 'national';

-- An account of the directory. Being in at most one policy is a column, so it cannot be otherwise.
CREATE TABLE account (
    id           TEXT PRIMARY KEY,
    email        TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    sort_name    TEXT NOT NULL,
    job_title    TEXT,
    ods          TEXT NOT NULL REFERENCES organisation (ods),
    aup_accepted INTEGER NOT NULL CHECK (aup_accepted IN (0, 1)),
    status       TEXT NOT NULL CHECK (status IN ('active', 'leaver')),
    policy_id    TEXT REFERENCES policy (id),
    member_since INTEGER,
    search       TEXT NOT NULL,
    CHECK ((policy_id IS NULL) = (member_since IS NULL))
) STRICT;
CREATE INDEX account_policy ON account (policy_id, sort_name, id);
CREATE INDEX account_organisation ON account (ods, sort_name, id);

CREATE TRIGGER account_inserted AFTER INSERT ON account WHEN NEW.policy_id IS NOT NULL BEGIN
    UPDATE policy SET member_count = member_count + 1 WHERE id = NEW.policy_id;
END;
CREATE TRIGGER account_moved AFTER UPDATE OF policy_id ON account
WHEN NEW.policy_id IS NOT OLD.policy_id BEGIN
    UPDATE policy SET member_count = member_count - 1 WHERE id = OLD.policy_id;
    UPDATE policy SET member_count = member_count + 1 WHERE id = NEW.policy_id;
END;
CREATE TRIGGER account_deleted AFTER DELETE ON account WHEN OLD.policy_id IS NOT NULL BEGIN
    UPDATE policy SET member_count = member_count - 1 WHERE id = OLD.policy_id;
END;

CREATE TABLE job (
    id               TEXT PRIMARY KEY,
    policy_id        TEXT NOT NULL REFERENCES policy (id),
    administrator_id TEXT NOT NULL REFERENCES administrator (id),
    requested_by     TEXT NOT NULL,
    state            TEXT NOT NULL CHECK (state IN ('queued', 'running', 'finished', 'cancelled')),
    total            INTEGER NOT NULL,
    done             INTEGER NOT NULL,
    changed          INTEGER NOT NULL,
    import_id        TEXT,
    import_part      INTEGER,
    import_parts     INTEGER,
    created_at       INTEGER NOT NULL,
    finished_at      INTEGER,
    -- While it runs: until when the process working on it is taken to be alive.
    lease_owner      TEXT,
    lease_until      INTEGER
) STRICT;
CREATE INDEX job_policy ON job (policy_id, id);
CREATE INDEX job_open ON job (state, id) WHERE state IN ('queued', 'running');

CREATE TABLE job_member (
    job_id             TEXT NOT NULL REFERENCES job (id),
    position           INTEGER NOT NULL,
    email              TEXT NOT NULL,
    expected_policy_id TEXT,
    outcome            TEXT, -- JSON; nothing while it is pending
    PRIMARY KEY (job_id, position)
) STRICT;

-- What happened to policies; rows are only ever added.
CREATE TABLE history (
    id               TEXT PRIMARY KEY,
    policy_id        TEXT NOT NULL REFERENCES policy (id),
    at               INTEGER NOT NULL,
    administrator_id TEXT NOT NULL REFERENCES administrator (id),
    administrator    TEXT NOT NULL,
    action           TEXT NOT NULL CHECK (
        action IN ('policyCreated', 'policyUpdated', 'membersAssigned')
    ),
    before           TEXT, -- JSON
    after            TEXT, -- JSON
    job_id           TEXT REFERENCES job (id)
) STRICT;
CREATE INDEX history_policy ON history (policy_id, at);

-- What was answered to a request, kept so that the same request again gets the same answer.
CREATE TABLE idempotency (
    administrator_id TEXT NOT NULL REFERENCES administrator (id),
    key              TEXT NOT NULL,
    request_digest   TEXT NOT NULL,
    status           INTEGER NOT NULL,
    headers          TEXT NOT NULL, -- JSON object
    body             TEXT NOT NULL,
    created_at       INTEGER NOT NULL,
    PRIMARY KEY (administrator_id, key)
) STRICT;
CREATE INDEX idempotency_age ON idempotency (created_at);
