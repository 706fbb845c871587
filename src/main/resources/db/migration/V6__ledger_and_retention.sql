-- Lines that begin with ${postgresql} are for PostgreSQL only.

-- Ids are walked in the order of their bytes, which is their order in time; a language's order is another one.
${postgresql} ALTER TABLE event ALTER COLUMN id TYPE TEXT COLLATE "C";
${postgresql} ALTER TABLE attempt ALTER COLUMN event_id TYPE TEXT COLLATE "C";
${postgresql} ALTER TABLE due_delivery ALTER COLUMN event_id TYPE TEXT COLLATE "C";
${postgresql} ALTER TABLE ended_delivery ALTER COLUMN event_id TYPE TEXT COLLATE "C";

-- When an event was accepted, where its id does not tell: it comes from a key or a producer, or waited in the broker.
ALTER TABLE event ADD COLUMN strayed_at BIGINT;
UPDATE event SET strayed_at = created_at; -- of those that are there already, nothing is known
CREATE INDEX event_stray ON event (strayed_at, id) WHERE strayed_at IS NOT NULL;

-- When its payload was removed; NULL: it is there.
ALTER TABLE event ADD COLUMN payload_removed_at BIGINT;

-- How far a publishing node had come: each number up to the floor was kept by the broker, or is in sequence_note. The
-- oldest row of a run says up to where the events were found.
CREATE TABLE producer_floor (
    run        TEXT   NOT NULL,
    sampled_at BIGINT NOT NULL,
    floor      BIGINT NOT NULL,
    PRIMARY KEY (run, sampled_at)
);

-- Numbers of a run that have no event, and why that is no loss: unsent, repeated, parked.
CREATE TABLE sequence_note (
    run      TEXT   NOT NULL,
    first    BIGINT NOT NULL,
    last     BIGINT NOT NULL,
    reason   TEXT   NOT NULL,
    noted_at BIGINT NOT NULL,
    PRIMARY KEY (run, first, last)
);

-- What the reconciler misses.
CREATE TABLE ledger_finding (
    id             TEXT PRIMARY KEY, -- the same for the same thing, however often it is found
    kind           TEXT   NOT NULL,
    application_id TEXT,
    event_id       TEXT,
    destination_id TEXT,
    producer_run   TEXT,
    first_sequence BIGINT,
    last_sequence  BIGINT,
    detail         TEXT   NOT NULL,
    found_at       BIGINT NOT NULL
);
CREATE INDEX ledger_finding_listing ON ledger_finding (found_at, id);

-- How far work that goes on in the background has come, and which node does it.
CREATE TABLE upkeep (
    name       TEXT PRIMARY KEY,
    done_until BIGINT NOT NULL,
    holder     TEXT   NOT NULL,
    held_until BIGINT NOT NULL
);
