-- What is looked through when policies are searched, a row for each policy: the policy's texts, and its
-- organisation's (former names included), as their columns `search` have them. Kept by the triggers below.
CREATE TABLE policy_search (
    number       INTEGER PRIMARY KEY,
    policy_id    TEXT NOT NULL UNIQUE REFERENCES policy (id),
    ods          TEXT NOT NULL,
    policy       TEXT NOT NULL,
    organisation TEXT NOT NULL
) STRICT;
INSERT INTO policy_search (policy_id, ods, policy, organisation)
SELECT policy.id, policy.ods, policy.search, organisation.search
FROM policy JOIN organisation ON organisation.ods = policy.ods
ORDER BY policy.id;
CREATE INDEX policy_search_organisation ON policy_search (ods);
CREATE INDEX policy_search_name ON policy_search (policy, number);

-- Which of those rows hold three characters in a row: any part of a text is found by its parts of three.
CREATE VIRTUAL TABLE policy_trigram USING fts5 (
    policy, organisation,
    content = 'policy_search', content_rowid = 'number',
    tokenize = 'trigram case_sensitive 1', columnsize = 0
);
INSERT INTO policy_trigram (policy_trigram) VALUES ('rebuild');

CREATE TRIGGER policy_search_inserted AFTER INSERT ON policy_search BEGIN
    INSERT INTO policy_trigram (rowid, policy, organisation)
    VALUES (NEW.number, NEW.policy, NEW.organisation);
END;
CREATE TRIGGER policy_search_changed AFTER UPDATE ON policy_search
WHEN (OLD.policy, OLD.organisation) IS NOT (NEW.policy, NEW.organisation) BEGIN
    INSERT INTO policy_trigram (policy_trigram, rowid, policy, organisation)
    VALUES ('delete', OLD.number, OLD.policy, OLD.organisation);
    INSERT INTO policy_trigram (rowid, policy, organisation)
    VALUES (NEW.number, NEW.policy, NEW.organisation);
END;
CREATE TRIGGER policy_search_deleted AFTER DELETE ON policy_search BEGIN
    INSERT INTO policy_trigram (policy_trigram, rowid, policy, organisation)
    VALUES ('delete', OLD.number, OLD.policy, OLD.organisation);
END;

CREATE TRIGGER policy_inserted AFTER INSERT ON policy BEGIN
    INSERT INTO policy_search (policy_id, ods, policy, organisation)
    SELECT NEW.id, NEW.ods, NEW.search, organisation.search
    FROM organisation WHERE organisation.ods = NEW.ods;
END;
CREATE TRIGGER policy_renamed AFTER UPDATE OF search ON policy BEGIN
    UPDATE policy_search SET policy = NEW.search WHERE policy_id = NEW.id;
END;
CREATE TRIGGER policy_deleted BEFORE DELETE ON policy BEGIN
    DELETE FROM policy_search WHERE policy_id = OLD.id;
END;
CREATE TRIGGER organisation_renamed AFTER UPDATE OF search ON organisation BEGIN
    UPDATE policy_search SET organisation = NEW.search WHERE ods = NEW.ods;
END;

CREATE INDEX policy_with_problems ON policy (ods, id) WHERE problem_count > 0;
-- All roles of somebody are read with every request.
CREATE INDEX administrator_role_whole ON administrator_role (administrator_id, ods, role);
