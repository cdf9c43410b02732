-- Who may be in the group of Microsoft Entra that goes without multi-factor authentication, because we have asked for it.
-- A row is written before they are put in and goes when the directory has said that they are out.
CREATE TABLE mfa_group_member (
    account_id   TEXT COLLATE "C" PRIMARY KEY REFERENCES account (id),
    -- To the directory.
    group_id     TEXT COLLATE "C" NOT NULL,
    member_id    TEXT COLLATE "C" NOT NULL,
    asked_at     BIGINT NOT NULL,
    -- The time without it that has begun with this; nothing until the directory has said that they are in.
    exemption_id TEXT COLLATE "C" REFERENCES mfa_exemption (id),
    -- When they were to be taken out before that time is over, and by whom; nobody where it was the service.
    end_asked_at BIGINT,
    ender_id     TEXT COLLATE "C" REFERENCES administrator (id),
    ender        TEXT COLLATE "C",
    -- How often it has been tried to take them out, and before when it is not tried again.
    tries        BIGINT NOT NULL DEFAULT 0,
    not_before   BIGINT NOT NULL,
    CHECK ((ender_id IS NULL) = (ender IS NULL))
);
CREATE UNIQUE INDEX mfa_group_member_exemption ON mfa_group_member (exemption_id) WHERE exemption_id IS NOT NULL;

-- By what people sign in, as the embedded directory has it: the kinds only.
CREATE TABLE sign_in_method (
    account_id TEXT COLLATE "C" NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    method     TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (account_id, method)
);
