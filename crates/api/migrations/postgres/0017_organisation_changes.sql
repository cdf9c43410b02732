-- What becomes of an organisation stands in the history of its policies. No administrator does it: whoever runs the program
-- reads a file of the Organisation Data Service.
ALTER TABLE history
    ADD COLUMN organisation_change TEXT, -- JSON
    ALTER COLUMN administrator_id DROP NOT NULL,
    DROP CONSTRAINT history_action_check,
    ADD CONSTRAINT history_action_check CHECK (
        action IN ('policyCreated', 'policyUpdated', 'membersAssigned', 'organisationChanged')
    ),
    ADD CONSTRAINT history_organisation_check CHECK (
        (organisation_change IS NOT NULL) = (action = 'organisationChanged')
    ),
    ADD CONSTRAINT history_administrator_check CHECK (
        (administrator_id IS NULL) = (action = 'organisationChanged')
    );

-- What was done to people stays as it is, too, but for the code of the organisation that sees it, which may change.
DROP TRIGGER person_history_append_only ON person_history;
CREATE TRIGGER person_history_append_only
BEFORE UPDATE OF id, account_id, at, administrator_id, administrator, kind, event OR DELETE OR TRUNCATE ON person_history
FOR EACH STATEMENT EXECUTE FUNCTION refuse_history_change();
