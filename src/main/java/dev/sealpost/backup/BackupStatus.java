package dev.sealpost.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How the backups of this node stand.
 *
 * @param made by this process, asked for or by schedule
 * @param failed of this process; what was refused because another one was being made is not among them
 * @param newest when the newest in the directory was finished; empty: there is none
 * @param late for how long the one has been missing that {@code sealpost.backup.cron} asks for next after the newest; zero while
 *     none is missing, and without a schedule
 * @param trouble while the last one that the schedule asked for was not made
 */
public record BackupStatus(long made, long failed, Optional<Instant> newest, Duration late, Optional<Trouble> trouble) {

    /**
     * Scheduled backups that were not made, in a row.
     *
     * @param since when the first of them was to be made
     * @param reason of the last
     */
    public record Trouble(Instant since, int failures, String reason) {}
}
