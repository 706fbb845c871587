package dev.sealpost.backup;

import java.nio.file.Path;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.scheduling.support.CronExpression;

/**
 * Copies of the data directory.
 *
 * @param directory where each backup gets a folder; of this node alone. Default: empty, which means {@code backups} in the data
 *     directory.
 * @param cron when a backup is made without being asked for, by UTC: second, minute, hour, day of the month, month, day of the
 *     week. Default: empty, never.
 * @param keep how many backups stay in the directory when one more was made; 0: all. Default 0.
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
            throw new IllegalArgumentException("sealpost.backup.cron is no cron expression of six fields, such as"
                    + " 0 15 * * * * for a quarter past each hour: " + cron);
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
