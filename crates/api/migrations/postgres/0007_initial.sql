-- The tables as SQLite has them after its migration 0007, in meaning: what they are for is written there. Texts
-- that are sorted or compared are so by their code points, as in SQLite, whatever the server's language.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE TABLE organisation (
    ods           TEXT COLLATE "C" PRIMARY KEY,
    name          TEXT NOT NULL,
    service_level TEXT NOT NULL CHECK (service_level IN ('standard', 'enhanced')),
    closed_on     TEXT,
    search        TEXT COLLATE "C" NOT NULL
);

CREATE TABLE former_name (
    ods      TEXT COLLATE "C" NOT NULL REFERENCES organisation (ods),
    position BIGINT NOT NULL,
    name     TEXT NOT NULL,
    PRIMARY KEY (ods, position)
);

CREATE TABLE subscription (
    id       TEXT COLLATE "C" PRIMARY KEY,
    ods      TEXT COLLATE "C" NOT NULL REFERENCES organisation (ods),
    sku      TEXT COLLATE "C" NOT NULL,
    seats    BIGINT NOT NULL CHECK (seats >= 0),
    end_date TEXT COLLATE "C" NOT NULL
);
CREATE INDEX subscription_organisation ON subscription (ods);

CREATE TABLE administrator (
    id      TEXT COLLATE "C" PRIMARY KEY,
    subject TEXT COLLATE "C" NOT NULL UNIQUE,
    name    TEXT NOT NULL,
    email   TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);

CREATE TABLE administrator_role (
    administrator_id TEXT COLLATE "C" NOT NULL REFERENCES administrator (id),
    ods              TEXT COLLATE "C" NOT NULL REFERENCES organisation (ods),
    role             TEXT NOT NULL CHECK (
        role IN ('primaryLocalAdministrator', 'localAdministrator', 'licenceAdmin', 'helpdesk')
    ),
    PRIMARY KEY (administrator_id, ods) INCLUDE (role)
);

CREATE TABLE persona (
    id               TEXT COLLATE "C" PRIMARY KEY,
    position         BIGINT NOT NULL,
    administrator_id TEXT COLLATE "C" NOT NULL REFERENCES administrator (id),
    description      TEXT NOT NULL
);

CREATE TABLE demo_signing_key (
    id         BIGINT PRIMARY KEY CHECK (id = 1),
    pkcs8      BYTEA NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE policy (
    id             TEXT COLLATE "C" PRIMARY KEY,
    ods            TEXT COLLATE "C" NOT NULL REFERENCES organisation (ods),
    kind           TEXT NOT NULL CHECK (kind IN ('national', 'local')),
    name           TEXT NOT NULL,
    name_key       TEXT COLLATE "C" NOT NULL,
    full_name      TEXT NOT NULL,
    description    TEXT NOT NULL,
    base_licence   TEXT COLLATE "C",
    add_ons        TEXT COLLATE "C" NOT NULL, -- JSON array of SKUs
    disabled_plans TEXT NOT NULL, -- JSON array of service plans
    call_recording BOOLEAN NOT NULL,
    version        BIGINT NOT NULL DEFAULT 1,
    member_count   BIGINT NOT NULL DEFAULT 0,
    created_at     BIGINT NOT NULL,
    updated_at     BIGINT NOT NULL,
    updated_by     TEXT NOT NULL,
    search         TEXT COLLATE "C" NOT NULL,
    pending_count  BIGINT NOT NULL DEFAULT 0,
    problem_count  BIGINT NOT NULL DEFAULT 0
) WITH (fillfactor = 70); -- its counts change often: room for the new version of a row beside the old
CREATE UNIQUE INDEX policy_name ON policy (ods, name_key);
CREATE UNIQUE INDEX policy_national ON policy (ods) WHERE kind = 'national';
CREATE INDEX policy_with_problems ON policy (ods, id) WHERE problem_count > 0;

CREATE TABLE account (
    id            TEXT COLLATE "C" PRIMARY KEY,
    email         TEXT COLLATE "C" NOT NULL UNIQUE,
    display_name  TEXT NOT NULL,
    sort_name     TEXT COLLATE "C" NOT NULL,
    job_title     TEXT,
    ods           TEXT COLLATE "C" NOT NULL REFERENCES organisation (ods),
    aup_accepted  BOOLEAN NOT NULL,
    status        TEXT NOT NULL CHECK (status IN ('active', 'leaver')),
    policy_id     TEXT COLLATE "C" REFERENCES policy (id),
    member_since  BIGINT,
    search        TEXT COLLATE "C" NOT NULL,
    licence_state TEXT NOT NULL DEFAULT 'active'
        CHECK (licence_state IN ('pending', 'active', 'failed')),
    CHECK ((policy_id IS NULL) = (member_since IS NULL))
);
CREATE INDEX account_policy ON account (policy_id, sort_name, id);
CREATE INDEX account_organisation ON account (ods, sort_name, id);
CREATE INDEX account_not_active ON account (policy_id, licence_state, sort_name, id)
WHERE licence_state <> 'active';

CREATE TABLE licensing_error (
    account_id TEXT COLLATE "C" NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    sku        TEXT COLLATE "C" NOT NULL,
    code       TEXT NOT NULL CHECK (
        code IN ('CountViolation', 'MutuallyExclusiveViolation', 'DependencyViolation',
                 'ProhibitedInUsageLocationViolation', 'UniquenessViolation', 'Other', 'Pending')
    ),
    PRIMARY KEY (account_id, sku)
);

CREATE TABLE job (
    id               TEXT COLLATE "C" PRIMARY KEY,
    policy_id        TEXT COLLATE "C" NOT NULL REFERENCES policy (id),
    administrator_id TEXT COLLATE "C" NOT NULL REFERENCES administrator (id),
    requested_by     TEXT NOT NULL,
    state            TEXT NOT NULL CHECK (state IN ('queued', 'running', 'finished', 'cancelled')),
    total            BIGINT NOT NULL,
    done             BIGINT NOT NULL,
    changed          BIGINT NOT NULL,
    import_id        TEXT COLLATE "C",
    import_part      BIGINT,
    import_parts     BIGINT,
    created_at       BIGINT NOT NULL,
    finished_at      BIGINT,
    lease_owner      TEXT,
    lease_until      BIGINT,
    kind             TEXT NOT NULL DEFAULT 'members' CHECK (kind IN ('members', 'licences'))
);
CREATE INDEX job_policy ON job (policy_id, id);
CREATE INDEX job_open ON job (state, id) WHERE state IN ('queued', 'running');
CREATE UNIQUE INDEX job_import_part ON job (import_id, import_part, administrator_id)
WHERE import_id IS NOT NULL;
CREATE UNIQUE INDEX job_applying ON job (policy_id)
WHERE kind = 'licences' AND state IN ('queued', 'running');

CREATE TABLE job_member (
    job_id             TEXT COLLATE "C" NOT NULL REFERENCES job (id),
    position           BIGINT NOT NULL,
    email              TEXT COLLATE "C" NOT NULL,
    expected_policy_id TEXT COLLATE "C",
    outcome            TEXT, -- JSON; nothing while it is pending
    PRIMARY KEY (job_id, position)
);

CREATE TABLE history (
    id               TEXT COLLATE "C" PRIMARY KEY,
    policy_id        TEXT COLLATE "C" NOT NULL REFERENCES policy (id),
    at               BIGINT NOT NULL,
    administrator_id TEXT COLLATE "C" NOT NULL REFERENCES administrator (id),
    administrator    TEXT NOT NULL,
    action           TEXT NOT NULL CHECK (
        action IN ('policyCreated', 'policyUpdated', 'membersAssigned')
    ),
    before           TEXT, -- JSON
    after            TEXT, -- JSON
    job_id           TEXT COLLATE "C" REFERENCES job (id)
);
CREATE INDEX history_page ON history (policy_id, id);

CREATE TABLE idempotency (
    administrator_id TEXT COLLATE "C" NOT NULL REFERENCES administrator (id),
    key              TEXT COLLATE "C" NOT NULL,
    request_digest   TEXT NOT NULL,
    status           BIGINT NOT NULL,
    headers          TEXT NOT NULL, -- JSON object
    body             TEXT NOT NULL,
    created_at       BIGINT NOT NULL,
    PRIMARY KEY (administrator_id, key)
);
CREATE INDEX idempotency_age ON idempotency (created_at);

-- History is only ever added to, whoever writes.
CREATE FUNCTION refuse_history_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'history is only ever added to';
END $$;
CREATE TRIGGER history_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON history
FOR EACH STATEMENT EXECUTE FUNCTION refuse_history_change();

-- The counts of policies, kept once for each statement, however many people it is about: what its rows were is
-- taken off, what they are is added. Policies are locked in the order of their identifiers, so that two who move
-- people both ways do not wait for each other.
CREATE TYPE policy_change AS (policy_id TEXT, members BIGINT, pending BIGINT, problems BIGINT);

CREATE FUNCTION count_members() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changes policy_change[];
BEGIN
    IF TG_OP <> 'INSERT' THEN
        changes := ARRAY(
            SELECT ROW (policy_id, -COUNT(*),
                        -COUNT(*) FILTER (WHERE licence_state = 'pending'),
                        -COUNT(*) FILTER (WHERE licence_state = 'failed'))::policy_change
            FROM old_account WHERE policy_id IS NOT NULL GROUP BY policy_id);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        changes := changes || ARRAY(
            SELECT ROW (policy_id, COUNT(*),
                        COUNT(*) FILTER (WHERE licence_state = 'pending'),
                        COUNT(*) FILTER (WHERE licence_state = 'failed'))::policy_change
            FROM new_account WHERE policy_id IS NOT NULL GROUP BY policy_id);
    END IF;
    WITH change AS MATERIALIZED (
        SELECT policy_id, SUM(members)::BIGINT AS members, SUM(pending)::BIGINT AS pending,
               SUM(problems)::BIGINT AS problems
        FROM unnest(changes) GROUP BY policy_id
        HAVING SUM(members) <> 0 OR SUM(pending) <> 0 OR SUM(problems) <> 0
    ), locked AS MATERIALIZED (
        SELECT id FROM policy WHERE id IN (SELECT policy_id FROM change)
        ORDER BY id FOR NO KEY UPDATE
    )
    UPDATE policy
    SET member_count = member_count + change.members,
        pending_count = pending_count + change.pending,
        problem_count = problem_count + change.problems
    FROM locked, change
    WHERE policy.id = locked.id AND change.policy_id = locked.id;
    RETURN NULL;
END $$;
CREATE TRIGGER account_inserted AFTER INSERT ON account
REFERENCING NEW TABLE AS new_account
FOR EACH STATEMENT EXECUTE FUNCTION count_members();
CREATE TRIGGER account_changed AFTER UPDATE ON account
REFERENCING OLD TABLE AS old_account NEW TABLE AS new_account
FOR EACH STATEMENT EXECUTE FUNCTION count_members();
CREATE TRIGGER account_deleted AFTER DELETE ON account
REFERENCING OLD TABLE AS old_account
FOR EACH STATEMENT EXECUTE FUNCTION count_members();

-- What someone lacked of a policy is of no consequence once they have left it.
CREATE FUNCTION forget_licensing_errors() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM licensing_error WHERE account_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER account_left_policy AFTER UPDATE OF policy_id ON account FOR EACH ROW
WHEN (OLD.licence_state <> 'active' AND OLD.policy_id IS DISTINCT FROM NEW.policy_id)
EXECUTE FUNCTION forget_licensing_errors();

-- What is looked through when policies are searched. Any part of a text is found by its parts of three characters.
CREATE TABLE policy_search (
    number       BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    policy_id    TEXT COLLATE "C" NOT NULL UNIQUE REFERENCES policy (id),
    ods          TEXT COLLATE "C" NOT NULL,
    policy       TEXT COLLATE "C" NOT NULL,
    organisation TEXT COLLATE "C" NOT NULL
);
CREATE INDEX policy_search_organisation ON policy_search (ods);
CREATE INDEX policy_search_name ON policy_search (policy, number);
CREATE INDEX policy_search_policy_parts ON policy_search USING gin (policy gin_trgm_ops);
CREATE INDEX policy_search_organisation_parts ON policy_search USING gin (organisation gin_trgm_ops);

CREATE FUNCTION add_policy_search() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO policy_search (policy_id, ods, policy, organisation)
    SELECT NEW.id, NEW.ods, NEW.search, organisation.search
    FROM organisation WHERE organisation.ods = NEW.ods;
    RETURN NULL;
END $$;
CREATE TRIGGER policy_inserted AFTER INSERT ON policy
FOR EACH ROW EXECUTE FUNCTION add_policy_search();

CREATE FUNCTION change_policy_search() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE policy_search SET policy = NEW.search WHERE policy_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER policy_renamed AFTER UPDATE OF search ON policy FOR EACH ROW
WHEN (OLD.search <> NEW.search) EXECUTE FUNCTION change_policy_search();

CREATE FUNCTION remove_policy_search() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM policy_search WHERE policy_id = OLD.id;
    RETURN OLD;
END $$;
CREATE TRIGGER policy_deleted BEFORE DELETE ON policy
FOR EACH ROW EXECUTE FUNCTION remove_policy_search();

CREATE FUNCTION change_organisation_search() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE policy_search SET organisation = NEW.search WHERE ods = NEW.ods;
    RETURN NULL;
END $$;
CREATE TRIGGER organisation_renamed AFTER UPDATE OF search ON organisation FOR EACH ROW
WHEN (OLD.search <> NEW.search) EXECUTE FUNCTION change_organisation_search();

-- An administrator's version grows whenever who they are, or what they may do where, changes. One who is taken away
-- and made anew does not come to the same version again.
CREATE FUNCTION begin_administrator_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.version := ((random() - 0.5) * 9e18)::BIGINT;
    RETURN NEW;
END $$;
CREATE TRIGGER administrator_made BEFORE INSERT ON administrator
FOR EACH ROW EXECUTE FUNCTION begin_administrator_version();

CREATE FUNCTION raise_administrator_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.version := OLD.version + 1;
    RETURN NEW;
END $$;
CREATE TRIGGER administrator_changed BEFORE UPDATE OF subject, name, email ON administrator
FOR EACH ROW EXECUTE FUNCTION raise_administrator_version();

CREATE FUNCTION raise_version_of_role_holders() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        UPDATE administrator SET version = version + 1
        WHERE id IN (SELECT administrator_id FROM old_role);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        UPDATE administrator SET version = version + 1
        WHERE id IN (SELECT administrator_id FROM new_role);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER role_given AFTER INSERT ON administrator_role
REFERENCING NEW TABLE AS new_role
FOR EACH STATEMENT EXECUTE FUNCTION raise_version_of_role_holders();
CREATE TRIGGER role_changed AFTER UPDATE ON administrator_role
REFERENCING OLD TABLE AS old_role NEW TABLE AS new_role
FOR EACH STATEMENT EXECUTE FUNCTION raise_version_of_role_holders();
CREATE TRIGGER role_taken AFTER DELETE ON administrator_role
REFERENCING OLD TABLE AS old_role
FOR EACH STATEMENT EXECUTE FUNCTION raise_version_of_role_holders();

-- Says to all who listen, once what was done is there to see, that there is news of jobs.
CREATE FUNCTION tell_job_news() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('upm_job', '');
    RETURN NULL;
END $$;
CREATE TRIGGER job_news AFTER INSERT OR UPDATE ON job
FOR EACH STATEMENT EXECUTE FUNCTION tell_job_news();
