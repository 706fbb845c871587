package dev.sealpost.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChunkSizeTest {

    private final ChunkSize size = new ChunkSize(Duration.ofMillis(10), 500);

    private void took(long millis) {
        size.took(Duration.ofMillis(millis).toNanos());
    }

    @Test
    void growsWhileWritesAreQuick() {
        int first = size.rows();

        took(1);

        assertThat(size.rows()).isGreaterThan(first);
        for (int i = 0; i < 100; i++) {
            took(1);
        }
        assertThat(size.rows()).isEqualTo(500);
    }

    @Test
    void shrinksByAsMuchAsAWriteWasTooSlow() {
        int first = size.rows();

        took(100);

        assertThat(size.rows()).isEqualTo(first / 10);
        took(10_000);
        assertThat(size.rows()).isEqualTo(1);
    }

    @Test
    void staysWhereItIsRight() {
        int first = size.rows();

        took(7);

        assertThat(size.rows()).isEqualTo(first);
    }
}
