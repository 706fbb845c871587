-- Deployments: files of routes, connectors and sources that every node uses instead of its own. Times are by the clock of the
-- database. Nothing of a deployment changes after it was added.
CREATE TABLE deployment (
    version     BIGINT PRIMARY KEY,
    sha256      TEXT   NOT NULL, -- of all names and contents
    author      TEXT   NOT NULL,
    note        TEXT   NOT NULL,
    credentials TEXT,            -- names of the credentials that its files use, as a JSON array; NULL: none
    created_at  BIGINT NOT NULL
);
CREATE TABLE deployment_file (
    version BIGINT NOT NULL,
    name    TEXT   NOT NULL,
    content TEXT   NOT NULL,
    PRIMARY KEY (version, name)
);

-- Proposals to make a version the active one. At most one is open: that of deployment_active.open_proposal.
CREATE TABLE deployment_proposal (
    proposal    BIGINT PRIMARY KEY,
    version     BIGINT NOT NULL, -- 0: the files of each node
    state       TEXT   NOT NULL, -- open, activated, refused, expired
    coordinator TEXT   NOT NULL, -- the node that ends it
    author      TEXT   NOT NULL,
    opened_at   BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL
);
CREATE TABLE deployment_node (
    proposal BIGINT NOT NULL,
    node     TEXT   NOT NULL,
    stage    TEXT   NOT NULL, -- prepared or unprepared; after the activation loaded or failed
    problems TEXT,            -- a JSON array; NULL: none
    PRIMARY KEY (proposal, node)
);

-- No row: nothing was ever deployed. Its one row is locked by every transaction that proposes or activates.
CREATE TABLE deployment_active (
    id            SMALLINT PRIMARY KEY CHECK (id = 1),
    version       BIGINT NOT NULL, -- 0: the files of each node
    proposal      BIGINT NOT NULL, -- that activated it
    since         BIGINT NOT NULL,
    open_proposal BIGINT NOT NULL, -- 0: none
    last_version  BIGINT NOT NULL, -- drawn last
    last_proposal BIGINT NOT NULL
);
