package dev.sealpost.delivery.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.delivery.AttemptOutcome;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class DeliveryMetricsTest {

    @Test
    void knowsTheWordOfEveryOutcome() {
        List<String> words = Arrays.stream(AttemptOutcome.class.getPermittedSubclasses())
                .map(type -> type.getSimpleName()
                        .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                        .toLowerCase(Locale.ROOT))
                .toList();

        assertThat(DeliveryMetrics.OUTCOMES).containsExactlyInAnyOrderElementsOf(words);
    }

    @Test
    void countsAValueInTheClassOfItsSize() {
        Histogram distribution = new Histogram(10, 20);

        for (long value : new long[] {0, 10, 11, 20, 21, 1_000}) {
            distribution.add(value);
        }

        assertThat(distribution.read()).isEqualTo(new Histogram.Counts(List.of(10L, 20L), List.of(2L, 2L, 2L), 1_062));
    }

    @Test
    void doesNotCountWhatRecordedNothingAsATransaction() {
        DeliveryMetrics figures = new DeliveryMetrics();

        figures.add(List.of(), new LedgerCounts("node_1"), 1_000_000);

        assertThat(figures.transactionMicros().read().sum()).isZero();
    }
}
