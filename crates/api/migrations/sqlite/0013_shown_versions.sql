-- What is shown of a policy is kept in memory as the texts are that it is found by, so its row there gets a new version
-- when that changes, too. How many members it has is not: that changes all the time, and is read each time.
CREATE TRIGGER policy_shown_otherwise
AFTER UPDATE OF kind, full_name, base_licence, add_ons, updated_at ON policy
WHEN (OLD.kind, OLD.full_name, OLD.base_licence, OLD.add_ons, OLD.updated_at)
     IS NOT (NEW.kind, NEW.full_name, NEW.base_licence, NEW.add_ons, NEW.updated_at) BEGIN
    UPDATE policy_search SET version = (SELECT MAX(version) FROM policy_search) + 1
    WHERE policy_id = NEW.id;
END;
CREATE TRIGGER organisation_shown_otherwise AFTER UPDATE OF name ON organisation
WHEN OLD.name <> NEW.name BEGIN
    UPDATE policy_search SET version = (SELECT MAX(version) FROM policy_search) + 1
    WHERE ods = NEW.ods;
END;
CREATE TRIGGER former_name_added AFTER INSERT ON former_name BEGIN
    UPDATE policy_search SET version = (SELECT MAX(version) FROM policy_search) + 1
    WHERE ods = NEW.ods;
END;
CREATE TRIGGER former_name_changed AFTER UPDATE ON former_name BEGIN
    UPDATE policy_search SET version = (SELECT MAX(version) FROM policy_search) + 1
    WHERE ods IN (OLD.ods, NEW.ods);
END;
CREATE TRIGGER former_name_removed AFTER DELETE ON former_name BEGIN
    UPDATE policy_search SET version = (SELECT MAX(version) FROM policy_search) + 1
    WHERE ods = OLD.ods;
END;

-- How many members policies have, once more, by the number of their row in policy_search: 100,000 rows of a few bytes that
-- stay in memory, where those of the table of policies lie on as many pages as are shown.
CREATE TABLE policy_count (
    number   INTEGER PRIMARY KEY,
    members  INTEGER NOT NULL,
    problems INTEGER NOT NULL
) STRICT;
INSERT INTO policy_count (number, members, problems)
SELECT policy_search.number, policy.member_count, policy.problem_count
FROM policy_search JOIN policy ON policy.id = policy_search.policy_id;

CREATE TRIGGER policy_search_counted AFTER INSERT ON policy_search BEGIN
    INSERT INTO policy_count (number, members, problems)
    SELECT NEW.number, member_count, problem_count FROM policy WHERE id = NEW.policy_id;
END;
CREATE TRIGGER policy_search_not_counted AFTER DELETE ON policy_search BEGIN
    DELETE FROM policy_count WHERE number = OLD.number;
END;
CREATE TRIGGER policy_counted AFTER UPDATE OF member_count, problem_count ON policy
WHEN (OLD.member_count, OLD.problem_count) IS NOT (NEW.member_count, NEW.problem_count) BEGIN
    UPDATE policy_count SET members = NEW.member_count, problems = NEW.problem_count
    WHERE number = (SELECT number FROM policy_search WHERE policy_id = NEW.id);
END;
