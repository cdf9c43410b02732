-- What is shown of a policy is kept in memory as the texts are that it is found by, so its row there gets a new version
-- when that changes, too. How many members it has is not: that changes all the time, and is read each time.
--
-- Versions are given out one transaction after the other (0009). Here that is put off to the end of each, so that
-- nobody waits for what else another one does.
CREATE FUNCTION raise_version_of_policy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('policy_search_version'));
    UPDATE policy_search SET version = (SELECT MAX(version) FROM policy_search) + 1
    WHERE policy_id = NEW.id;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER policy_shown_otherwise
AFTER UPDATE OF kind, full_name, base_licence, add_ons, updated_at ON policy
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
WHEN ((OLD.kind, OLD.full_name, OLD.base_licence, OLD.add_ons, OLD.updated_at)
      IS DISTINCT FROM (NEW.kind, NEW.full_name, NEW.base_licence, NEW.add_ons, NEW.updated_at))
EXECUTE FUNCTION raise_version_of_policy();

CREATE FUNCTION raise_versions_of_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('policy_search_version'));
    IF TG_OP <> 'INSERT' THEN
        UPDATE policy_search SET version = (SELECT MAX(version) FROM policy_search) + 1
        WHERE ods = OLD.ods;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        UPDATE policy_search SET version = (SELECT MAX(version) FROM policy_search) + 1
        WHERE ods = NEW.ods;
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER organisation_shown_otherwise AFTER UPDATE OF name ON organisation
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.name <> NEW.name)
EXECUTE FUNCTION raise_versions_of_owner();
CREATE CONSTRAINT TRIGGER former_name_changed AFTER INSERT OR UPDATE OR DELETE ON former_name
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION raise_versions_of_owner();
