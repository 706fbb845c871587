package dev.sealpost.retention;

import dev.sealpost.ledger.ReconcilerTestBase;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;

/** Retention beside the reconciler, over a real database. */
abstract class RetentionTestBase extends ReconcilerTestBase {

    Retention retention;

    @BeforeEach
    void makeRetention() {
        retention = new Retention(
                new RetentionSettings(
                        Duration.ofDays(30),
                        Duration.ofDays(90),
                        Duration.ofDays(120),
                        Duration.ofDays(60),
                        Duration.ofHours(1),
                        Duration.ofMillis(10)),
                desk.reads,
                desk.recorder,
                node);
    }
}
