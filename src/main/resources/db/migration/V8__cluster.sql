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
