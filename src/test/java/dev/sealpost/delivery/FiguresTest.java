package dev.sealpost.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class FiguresTest {

    @Test
    void knowsTheWordOfEveryOutcome() {
        List<String> words = Arrays.stream(AttemptOutcome.class.getPermittedSubclasses())
                .map(type -> type.getSimpleName()
                        .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                        .toLowerCase(Locale.ROOT))
                .toList();

        assertThat(Figures.OUTCOMES).containsExactlyInAnyOrderElementsOf(words);
    }

    @Test
    void countsAValueInTheClassOfItsSize() {
        Distribution distribution = new Distribution(10, 20);

        for (long value : new long[] {0, 10, 11, 20, 21, 1_000}) {
            distribution.add(value);
        }

        assertThat(distribution.read())
                .isEqualTo(new Distribution.Reading(List.of(10L, 20L), List.of(2L, 2L, 2L), 1_062));
    }

    @Test
    void doesNotCountALookAsATransaction() {
        Figures figures = new Figures();

        figures.add(List.of(new Look()), new Ledger("node_1"), 1_000_000);

        assertThat(figures.transactionMicros().read().sum()).isZero();
    }
}
