-- Which licences of their policy members lack, and why. Whoever has no row here for a licence of their policy
-- holds it, and takes a seat. The code is Microsoft Graph's; 'Pending' is ours: it has not been tried yet.
CREATE TABLE licensing_error (
    account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    sku        TEXT NOT NULL,
    code       TEXT NOT NULL CHECK (
        code IN ('CountViolation', 'MutuallyExclusiveViolation', 'DependencyViolation',
                 'ProhibitedInUsageLocationViolation', 'UniquenessViolation', 'Other', 'Pending')
    ),
    PRIMARY KEY (account_id, sku)
) STRICT, WITHOUT ROWID;

-- Of who is in no policy it says nothing, and is 'active'.
ALTER TABLE account ADD COLUMN licence_state TEXT NOT NULL DEFAULT 'active'
    CHECK (licence_state IN ('pending', 'active', 'failed'));
-- Few are anything but active at a time; moving those who are does not touch this.
CREATE INDEX account_not_active ON account (policy_id, licence_state, sort_name, id)
WHERE licence_state <> 'active';

-- Kept by the triggers below.
ALTER TABLE policy ADD COLUMN pending_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE policy ADD COLUMN problem_count INTEGER NOT NULL DEFAULT 0;

CREATE TRIGGER account_not_active_inserted AFTER INSERT ON account
WHEN NEW.policy_id IS NOT NULL AND NEW.licence_state <> 'active' BEGIN
    UPDATE policy SET pending_count = pending_count + (NEW.licence_state = 'pending'),
                      problem_count = problem_count + (NEW.licence_state = 'failed')
    WHERE id = NEW.policy_id;
END;
CREATE TRIGGER account_not_active_changed AFTER UPDATE OF policy_id, licence_state ON account
WHEN (OLD.licence_state <> 'active' OR NEW.licence_state <> 'active')
 AND (OLD.licence_state <> NEW.licence_state OR OLD.policy_id IS NOT NEW.policy_id) BEGIN
    UPDATE policy SET pending_count = pending_count - (OLD.licence_state = 'pending'),
                      problem_count = problem_count - (OLD.licence_state = 'failed')
    WHERE id = OLD.policy_id;
    UPDATE policy SET pending_count = pending_count + (NEW.licence_state = 'pending'),
                      problem_count = problem_count + (NEW.licence_state = 'failed')
    WHERE id = NEW.policy_id;
END;
CREATE TRIGGER account_not_active_deleted AFTER DELETE ON account
WHEN OLD.policy_id IS NOT NULL AND OLD.licence_state <> 'active' BEGIN
    UPDATE policy SET pending_count = pending_count - (OLD.licence_state = 'pending'),
                      problem_count = problem_count - (OLD.licence_state = 'failed')
    WHERE id = OLD.policy_id;
END;
-- What someone lacked of a policy is of no consequence once they have left it.
CREATE TRIGGER account_left_policy AFTER UPDATE OF policy_id ON account
WHEN OLD.licence_state <> 'active' AND OLD.policy_id IS NOT NEW.policy_id BEGIN
    DELETE FROM licensing_error WHERE account_id = NEW.id;
END;
