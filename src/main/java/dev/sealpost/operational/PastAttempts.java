package dev.sealpost.operational;

import dev.sealpost.database.PageRequest;
import dev.sealpost.delivery.DeliveryKey;
import dev.sealpost.event.EventStore.Labelled;
import dev.sealpost.event.EventStore.TimeSpan;
import dev.sealpost.history.AttemptLog;
import java.util.Optional;

/** What came before an attempt. */
interface PastAttempts {

    /** Whether the last attempt of the cycles before this one failed. Reads the database. */
    boolean hadFailedBefore(DeliveryKey key, int cycle);

    /** As the database has it. A cycle of more attempts than this before its success is not looked through. */
    record Logged(AttemptLog log) implements PastAttempts {

        private static final int LOOK = 100;

        @Override
        public boolean hadFailedBefore(DeliveryKey key, int cycle) {
            AttemptLog.Wanted wanted = new AttemptLog.Wanted(
                    Optional.of(key.event()),
                    Optional.of(key.destination()),
                    Labelled.ANYHOW,
                    AttemptLog.Ended.ANYHOW,
                    new TimeSpan(Optional.empty(), Optional.empty()));
            return log.list(wanted, new PageRequest(LOOK, true, Optional.empty(), false)).items().stream()
                    .filter(attempt -> attempt.attemptKey().cycle() < cycle)
                    .findFirst()
                    .filter(attempt -> !attempt.succeeded())
                    .isPresent();
        }
    }
}
