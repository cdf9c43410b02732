-- Which texts have changed since somebody read them: the latest change has the highest version.
ALTER TABLE policy_search ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
CREATE INDEX policy_search_version ON policy_search (version);

-- One transaction after the other, so that nobody who has read a version misses an earlier one that is committed later.
CREATE FUNCTION next_policy_search_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('policy_search_version'));
    NEW.version := (SELECT COALESCE(MAX(version), 0) FROM policy_search) + 1;
    RETURN NEW;
END $$;
CREATE TRIGGER policy_search_new_version BEFORE INSERT ON policy_search
FOR EACH ROW EXECUTE FUNCTION next_policy_search_version();
CREATE TRIGGER policy_search_next_version BEFORE UPDATE OF policy, organisation ON policy_search
FOR EACH ROW WHEN (OLD.policy <> NEW.policy OR OLD.organisation <> NEW.organisation)
EXECUTE FUNCTION next_policy_search_version();
