package dev.sealpost.backup;

import java.nio.file.Path;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.scheduling.support.CronExpression;

/**
 * Settings of backups.
 *
 * @param directory of the backups, not shared with other nodes. Default: empty, which means {@code backups} in the data
 *     directory.
 * @param cron schedule in UTC: second, minute, hour, day of the month, month, day of the week. Default: empty, no
 *     schedule.
 * @param keep number of backups to keep after a new one; 0: all. Default 0.
 */
@ConfigurationProperties(prefix = "sealpost.backup", ignoreUnknownFields = false)
record BackupSettings(
        @DefaultValue("") String directory,
        @DefaultValue("") String cron,
        @DefaultValue("0") int keep) {

    BackupSettings {
        if (keep < 0) {
            throw new IllegalArgumentException("sealpost.backup.keep must be 0 or more");
        }
        if (!cron.isBlank() && !CronExpression.isValidExpression(cron)) {
            throw new IllegalArgumentException(
                    "sealpost.backup.cron is not a cron expression of six fields, such as 0 15 * * * * for 15 minutes past each hour: "
                            + cron);
        }
    }

    Path directory(Path data) {
        return directory.isBlank()
                ? data.resolve("backups")
                : Path.of(directory).toAbsolutePath().normalize();
    }

    Optional<CronExpression> schedule() {
        return cron.isBlank() ? Optional.empty() : Optional.of(CronExpression.parse(cron));
    }
}
