-- What became of a finding. It stays in the list: who has looked into it, and since when it is not so any more.
ALTER TABLE ledger_finding ADD COLUMN closed_at BIGINT; -- NULL: nobody has looked into it
ALTER TABLE ledger_finding ADD COLUMN closed_by TEXT;
ALTER TABLE ledger_finding ADD COLUMN note TEXT;
ALTER TABLE ledger_finding ADD COLUMN resolved_at BIGINT; -- when a check found it to be so no more; NULL: it still is
CREATE INDEX ledger_finding_open ON ledger_finding (id) WHERE closed_at IS NULL AND resolved_at IS NULL;

-- Events whose payload is kept for another time than the configuration says, because their producer asked for it.
CREATE TABLE payload_period (
    event_id TEXT   PRIMARY KEY,
    until    BIGINT NOT NULL -- milliseconds since 1970
);
CREATE INDEX payload_period_until ON payload_period (until, event_id);
