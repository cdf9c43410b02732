-- What becomes of an organisation stands in the history of its policies. No administrator does it: whoever runs the program
-- reads a file of the Organisation Data Service. A constraint can only change with its table.
CREATE TABLE history_then (
    id                  TEXT PRIMARY KEY,
    policy_id           TEXT NOT NULL REFERENCES policy (id),
    at                  INTEGER NOT NULL,
    administrator_id    TEXT REFERENCES administrator (id),
    administrator       TEXT NOT NULL,
    action              TEXT NOT NULL CHECK (
        action IN ('policyCreated', 'policyUpdated', 'membersAssigned', 'organisationChanged')
    ),
    before              TEXT, -- JSON
    after               TEXT, -- JSON
    job_id              TEXT REFERENCES job (id),
    organisation_change TEXT, -- JSON
    CHECK ((organisation_change IS NOT NULL) = (action = 'organisationChanged')),
    CHECK ((administrator_id IS NULL) = (action = 'organisationChanged'))
) STRICT;
INSERT INTO history_then
SELECT id, policy_id, at, administrator_id, administrator, action, before, after, job_id, NULL FROM history;
DROP TABLE history;
ALTER TABLE history_then RENAME TO history;
CREATE INDEX history_page ON history (policy_id, id);

-- As 0003 has them: they went with the table.
CREATE TRIGGER history_no_update BEFORE UPDATE ON history BEGIN
    SELECT RAISE(ABORT, 'history is only ever added to');
END;
CREATE TRIGGER history_no_delete BEFORE DELETE ON history BEGIN
    SELECT RAISE(ABORT, 'history is only ever added to');
END;
CREATE TRIGGER history_no_replace BEFORE INSERT ON history
WHEN EXISTS (SELECT 1 FROM history WHERE id = NEW.id) BEGIN
    SELECT RAISE(ABORT, 'history is only ever added to');
END;

-- What was done to people stays as it is, too, but for the code of the organisation that sees it, which may change.
DROP TRIGGER person_history_no_update;
CREATE TRIGGER person_history_no_update
BEFORE UPDATE OF id, account_id, at, administrator_id, administrator, kind, event ON person_history BEGIN
    SELECT RAISE(ABORT, 'history is only ever added to');
END;
