package dev.sealpost.backup;

import java.nio.file.Path;

/** Complete backup of a data directory on disk. */
public record Backup(Path folder, Manifest manifest) {}
