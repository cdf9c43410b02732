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
