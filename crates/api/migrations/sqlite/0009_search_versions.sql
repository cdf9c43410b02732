-- Which texts have changed since somebody read them: the latest change has the highest version.
ALTER TABLE policy_search ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
CREATE INDEX policy_search_version ON policy_search (version);

CREATE TRIGGER policy_search_new_version AFTER INSERT ON policy_search BEGIN
    UPDATE policy_search SET version = (SELECT MAX(version) FROM policy_search) + 1
    WHERE number = NEW.number;
END;
CREATE TRIGGER policy_search_next_version AFTER UPDATE OF policy, organisation ON policy_search
WHEN (OLD.policy, OLD.organisation) IS NOT (NEW.policy, NEW.organisation) BEGIN
    UPDATE policy_search SET version = (SELECT MAX(version) FROM policy_search) + 1
    WHERE number = NEW.number;
END;
