-- Lines that begin with ${sqlite} are for SQLite only. There, attempts are listed by destination in a table of their own, a few
-- seconds after they came in, thousands at a time and sorted. Listing them in the table attempt rewrote each row.
${sqlite} CREATE TABLE attempt_list (
${sqlite}     destination_id TEXT   NOT NULL,
${sqlite}     started_at     BIGINT NOT NULL,
${sqlite}     attempt        BIGINT NOT NULL, -- its rowid
${sqlite}     PRIMARY KEY (destination_id, started_at, attempt)
${sqlite} ) WITHOUT ROWID;
${sqlite} CREATE TABLE attempt_list_end (
${sqlite}     id      SMALLINT PRIMARY KEY CHECK (id = 1),
${sqlite}     attempt BIGINT NOT NULL -- the rowid up to which attempts are listed; no row: none are
${sqlite} );
