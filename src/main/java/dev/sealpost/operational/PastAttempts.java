package dev.sealpost.operational;

import dev.sealpost.database.PageRequest;
import dev.sealpost.delivery.DeliveryKey;
import dev.sealpost.event.EventStore.LabelFilter;
import dev.sealpost.event.EventStore.TimeSpan;
import dev.sealpost.history.AttemptLog;
import java.util.Optional;

/** Queries earlier attempts of a delivery. */
interface PastAttempts {

    /** Returns whether the last attempt before this cycle failed. Queries the database. */
    boolean hadFailedBefore(DeliveryKey key, int cycle);

    /** Queries the recorded attempts, up to a limit. */
    record Logged(AttemptLog log) implements PastAttempts {

        private static final int LIMIT = 100;

        @Override
        public boolean hadFailedBefore(DeliveryKey key, int cycle) {
            AttemptLog.AttemptQuery wanted = new AttemptLog.AttemptQuery(
                    Optional.of(key.event()),
                    Optional.of(key.destination()),
                    LabelFilter.ALL,
                    AttemptLog.Ended.ANY,
                    new TimeSpan(Optional.empty(), Optional.empty()));
            return log.list(wanted, new PageRequest(LIMIT, true, Optional.empty(), false)).items().stream()
                    .filter(attempt -> attempt.attemptKey().cycle() < cycle)
                    .findFirst()
                    .filter(attempt -> !attempt.succeeded())
                    .isPresent();
        }
    }
}
