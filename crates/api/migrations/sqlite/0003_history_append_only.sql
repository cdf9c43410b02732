-- History is only ever added to, whoever writes: no statement changes an entry or takes it away. A row that
-- replaces another would go round the trigger of deletes, so it is refused too.
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

-- Identifiers sort by time: a policy's history is read by them, page by page.
CREATE INDEX history_page ON history (policy_id, id);
