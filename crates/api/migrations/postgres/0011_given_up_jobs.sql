-- How often in a row a job was taken on that came no further, and why it was given up, if it was: its state says
-- then that it was cancelled.
ALTER TABLE job ADD COLUMN tries BIGINT NOT NULL DEFAULT 0;
ALTER TABLE job ADD COLUMN failure TEXT COLLATE "C";
