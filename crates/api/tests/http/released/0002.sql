-- A part of an import.
INSERT INTO job (id, policy_id, administrator_id, requested_by, state, total, done, changed, import_id, import_part,
                 import_parts, created_at, finished_at)
VALUES ('j3', 'p1', 'a1', 'Priya Nair', 'finished', 0, 0, 0, 'i1', 2, 3, 0, 0);
