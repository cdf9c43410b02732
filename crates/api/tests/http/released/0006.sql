-- A job that gave licences.
INSERT INTO job (id, policy_id, administrator_id, requested_by, state, total, done, changed, created_at, finished_at,
                 kind)
VALUES ('j4', 'p1', 'a1', 'Priya Nair', 'finished', 0, 0, 0, 0, 0, 'licences');
