package dev.sealpost.backup;

import java.nio.file.Path;

/** A copy of a data directory, whole and on disk. */
public record Backup(Path folder, Manifest manifest) {}
