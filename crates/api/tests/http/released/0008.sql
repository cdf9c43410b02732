-- An e-mail that is to be written.
INSERT INTO outbox (id, administrator_id, kind, policy_id, state, due_at, created_at)
VALUES ('m1', 'a1', 'licensingErrors', 'p1', 'announced', 0, 0);
