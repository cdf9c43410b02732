-- A part of an import is done once, under whatever key it comes: of what came twice before this was
-- a rule, the first keeps the number.
UPDATE job SET import_part = NULL, import_parts = NULL
WHERE import_id IS NOT NULL
  AND id NOT IN (
      SELECT MIN(id) FROM job
      WHERE import_id IS NOT NULL
      GROUP BY administrator_id, import_id, import_part
  );

-- The import first, so that its jobs are found by it alone too.
CREATE UNIQUE INDEX job_import_part ON job (import_id, import_part, administrator_id)
WHERE import_id IS NOT NULL;
