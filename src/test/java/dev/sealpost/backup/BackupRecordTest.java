package dev.sealpost.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.scheduling.support.CronExpression;

class BackupRecordTest {

    private static final Optional<CronExpression> AT_A_QUARTER_PAST = Optional.of(CronExpression.parse("0 15 * * * *"));
    private static final Instant NOON = Instant.parse("2030-01-31T12:00:00Z");

    private final BackupRecord record = new BackupRecord();

    private BackupStatus minutesAfterNoon(int minutes) {
        return record.status(AT_A_QUARTER_PAST, NOON, NOON.plus(Duration.ofMinutes(minutes)));
    }

    @Test
    void missesTheOneThatIsDueAfterTheNewest() {
        record.existing(NOON.minus(Duration.ofMinutes(44)));

        assertThat(minutesAfterNoon(14).late()).isZero();
        assertThat(minutesAfterNoon(16).late()).isEqualTo(Duration.ofMinutes(1));
        assertThat(minutesAfterNoon(90).late()).isEqualTo(Duration.ofMinutes(75));
    }

    @Test
    void missesNothingBeforeTheFirstIsDue() {
        assertThat(minutesAfterNoon(10).late()).isZero();
        assertThat(minutesAfterNoon(10).newest()).isEmpty();
        assertThat(minutesAfterNoon(20).late()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void missesNothingWithoutASchedule() {
        assertThat(record.status(Optional.empty(), NOON, NOON.plus(Duration.ofDays(9)))
                        .late())
                .isZero();
    }

    @Test
    void isFineAgainWhenOneWasMade() {
        record.missed(NOON, "no room");
        record.missed(NOON.plusSeconds(3600), "still no room");
        assertThat(minutesAfterNoon(90).failures()).contains(new BackupStatus.FailedBackups(NOON, 2, "still no room"));

        record.made(NOON.plus(Duration.ofMinutes(95)));

        assertThat(minutesAfterNoon(100).failures()).isEmpty();
        assertThat(minutesAfterNoon(100).late()).isZero();
        assertThat(minutesAfterNoon(100).newest()).contains(NOON.plus(Duration.ofMinutes(95)));
        assertThat(minutesAfterNoon(100).made()).isEqualTo(1);
    }
}
