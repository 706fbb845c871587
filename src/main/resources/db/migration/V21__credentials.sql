-- Tokens of credentials whose refresh token changes with each use, kept encrypted, and the lease of the node that refreshes.
CREATE TABLE credential_token (
    credential TEXT PRIMARY KEY,
    sealed     ${bytes},           -- refresh token, access token, base URL; NULL: none was kept yet
    expires_at BIGINT,             -- of the access token, by the clock of the database; NULL: unknown
    version    BIGINT    NOT NULL, -- counts the changes of sealed
    holder     TEXT      NOT NULL, -- one run of a node that refreshes; '': nobody
    held_until BIGINT    NOT NULL
);
-- Until when each credential is paused because its vendor asked for it, by the clock of the database.
CREATE TABLE credential_pause (
    credential   TEXT PRIMARY KEY,
    paused_until BIGINT NOT NULL
);
