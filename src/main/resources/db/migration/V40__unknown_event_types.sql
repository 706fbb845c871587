ALTER TABLE application ADD COLUMN unknown_types TEXT NOT NULL DEFAULT 'allow'; -- allow, warn or refuse: events whose type is unknown
