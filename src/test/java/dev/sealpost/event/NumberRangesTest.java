package dev.sealpost.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.event.NumberRanges.Range;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumberRangesTest {

    @Test
    void joinsWhatLiesTogether() {
        NumberRanges numbers = new NumberRanges();
        numbers.add(1);
        numbers.add(3);
        numbers.add(new Range(7, 9));
        numbers.add(2);
        numbers.add(new Range(8, 12));

        assertThat(numbers.ranges()).containsExactly(new Range(1, 3), new Range(7, 12));
        assertThat(numbers.missing(new Range(1, 14))).containsExactly(new Range(4, 6), new Range(13, 14));
        assertThat(numbers.missing(new Range(2, 8))).containsExactly(new Range(4, 6));
        assertThat(numbers.missing(new Range(8, 11))).isEmpty();
        assertThat(new NumberRanges().missing(new Range(1, 2))).containsExactly(new Range(1, 2));
    }

    @Test
    void holdsWhatAPlainSetOfNumbersHolds() {
        Random random = new Random(42);
        for (int round = 0; round < 200; round++) {
            NumberRanges numbers = new NumberRanges();
            BitSet plain = new BitSet();
            for (int i = 0; i < 30; i++) {
                int first = 1 + random.nextInt(60);
                int last = first + random.nextInt(4);
                numbers.add(new Range(first, last));
                plain.set(first, last + 1);
            }
            BitSet missing = new BitSet();
            numbers.missing(new Range(1, 70))
                    .forEach(range -> missing.set((int) range.first(), (int) range.last() + 1));
            plain.flip(1, 71);
            assertThat(missing).as("round %s", round).isEqualTo(plain);
        }
    }
}
