-- What somebody has seen of the LA community: the day of the latest entry, and which entries of that day, as JSON.
CREATE TABLE community_mark (
    administrator_id TEXT COLLATE "C" PRIMARY KEY REFERENCES administrator (id),
    day              TEXT COLLATE "C" NOT NULL,
    seen             TEXT COLLATE "C" NOT NULL
);

-- What was said of support articles, for who said it: the e-mail itself is gone once it is sent.
CREATE TABLE article_report (
    id               TEXT COLLATE "C" PRIMARY KEY,
    administrator_id TEXT COLLATE "C" NOT NULL REFERENCES administrator (id),
    created_at       BIGINT NOT NULL,
    sent_to          TEXT COLLATE "C" NOT NULL,
    fault            TEXT COLLATE "C" NOT NULL CHECK (fault IN ('outOfDate', 'inaccurate', 'stepsMissing', 'inaccessible')),
    address          TEXT COLLATE "C" NOT NULL,
    details          TEXT COLLATE "C" NOT NULL
);
CREATE INDEX article_report_administrator ON article_report (administrator_id, id);

-- E-mails about no policy, too: a report of an article.
ALTER TABLE outbox ALTER COLUMN policy_id DROP NOT NULL;
ALTER TABLE outbox DROP CONSTRAINT outbox_kind_check;
ALTER TABLE outbox ADD CONSTRAINT outbox_kind_check
CHECK (kind IN ('jobOutcome', 'importOutcome', 'licensingErrors', 'articleReport'));
