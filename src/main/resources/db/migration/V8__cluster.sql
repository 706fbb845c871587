-- Nodes that share this database, one row for each run of a node. A row whose node gives no sign of life is deleted by
-- another one, together with the leases it left.
CREATE TABLE node (
    name       TEXT PRIMARY KEY,
    started_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL -- by the clock of the database, like started_at
);

-- Only leased rows are in it: what a node left is found without reading the whole backlog. A token begins with the name of
-- the node that has the lease.
CREATE INDEX due_delivery_leased ON due_delivery (lease_token) WHERE lease_token IS NOT NULL;

-- Strict order. A row of an ordered destination has a place: the lower one goes first. Places are drawn from one counter, whose
-- row is held until the drawing transaction ends, so that no lower place appears after a higher one.
ALTER TABLE due_delivery ADD COLUMN sequence BIGINT;
CREATE INDEX due_delivery_order ON due_delivery (destination_id, sequence) WHERE sequence IS NOT NULL;

CREATE TABLE delivery_order (
    id   SMALLINT PRIMARY KEY CHECK (id = 1),
    last BIGINT NOT NULL -- place drawn last
);
INSERT INTO delivery_order (id, last) VALUES (1, 0);

-- Dead letters that block an ordered destination, for as long as they are dead in that cycle.
CREATE TABLE blocking_letter (
    destination_id TEXT    NOT NULL,
    event_id       TEXT    NOT NULL,
    cycle          INTEGER NOT NULL,
    PRIMARY KEY (destination_id, event_id)
);
