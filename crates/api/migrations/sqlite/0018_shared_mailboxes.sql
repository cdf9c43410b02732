-- Mailboxes that several people use, as the embedded directory has them.
CREATE TABLE shared_mailbox (
    id           TEXT PRIMARY KEY,
    email        TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    sort_name    TEXT NOT NULL,
    ods          TEXT NOT NULL REFERENCES organisation (ods),
    replies      TEXT NOT NULL, -- JSON
    version      INTEGER NOT NULL DEFAULT 1,
    -- Nothing until somebody has changed it here.
    changed_at   INTEGER,
    changed_by   TEXT,
    search       TEXT NOT NULL,
    CHECK ((changed_at IS NULL) = (changed_by IS NULL))
) STRICT;
CREATE INDEX shared_mailbox_organisation ON shared_mailbox (ods, sort_name, id);
