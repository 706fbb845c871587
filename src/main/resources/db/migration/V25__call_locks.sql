-- Records at vendors on which one call of a connector works, such as a search that is followed by a creation.
CREATE TABLE call_lock (
    name       TEXT PRIMARY KEY, -- SHA-256 of the connector and the key of the record, in hexadecimal
    holder     TEXT   NOT NULL,  -- one call of one run of a node; '': nobody
    held_until BIGINT NOT NULL   -- by the clock of the database
);
