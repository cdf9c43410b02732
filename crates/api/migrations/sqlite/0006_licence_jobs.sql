-- A job adds or moves people, or gives the members of a policy that has changed the licences it has now.
ALTER TABLE job ADD COLUMN kind TEXT NOT NULL DEFAULT 'members'
    CHECK (kind IN ('members', 'licences'));
-- The latest change of a policy is the one that counts: it supersedes what is still open of one before.
CREATE UNIQUE INDEX job_applying ON job (policy_id)
WHERE kind = 'licences' AND state IN ('queued', 'running');
