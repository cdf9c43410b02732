-- Mailboxes that several people use, as the embedded directory has them.
CREATE TABLE shared_mailbox (
    id           TEXT COLLATE "C" PRIMARY KEY,
    email        TEXT COLLATE "C" NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    sort_name    TEXT COLLATE "C" NOT NULL,
    ods          TEXT COLLATE "C" NOT NULL REFERENCES organisation (ods),
    replies      TEXT NOT NULL, -- JSON
    version      BIGINT NOT NULL DEFAULT 1,
    -- Nothing until somebody has changed it here.
    changed_at   BIGINT,
    changed_by   TEXT,
    search       TEXT NOT NULL,
    CHECK ((changed_at IS NULL) = (changed_by IS NULL))
);
CREATE INDEX shared_mailbox_organisation ON shared_mailbox (ods, sort_name, id);
