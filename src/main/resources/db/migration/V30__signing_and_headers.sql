-- Former keys, classic signature and custom headers of an endpoint: JSON, AES-GCM, bound to the id and the column.
ALTER TABLE endpoint ADD COLUMN signing ${bytes}; -- NULL: no former keys and no classic signature
ALTER TABLE endpoint ADD COLUMN headers ${bytes}; -- NULL: none
