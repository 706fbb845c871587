package dev.sealpost.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Status of the backups of this node.
 *
 * @param made number of backups made by this process, on request or by schedule
 * @param failed number of failures of this process, except refusals because another backup was running
 * @param newest when the newest one was finished; empty if there is none
 * @param late delay of the next backup scheduled after the newest; zero if none is due or there is no schedule
 * @param failures present if the last scheduled backup failed
 */
public record BackupStatus(
        long made, long failed, Optional<Instant> newest, Duration late, Optional<FailedBackups> failures) {

    /**
     * Consecutive failures of scheduled backups.
     *
     * @param since scheduled time of the first one
     * @param reason of the last
     */
    public record FailedBackups(Instant since, int failures, String reason) {}
}
