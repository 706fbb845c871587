package dev.sealpost.api.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sealpost.database.Position;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IteratorsTest {

    private static final Position PLACE = new Position(Instant.ofEpochMilli(1_234), "msg_1 1 2 route:a|b c");

    @Test
    void decodesWhatItEncoded() {
        assertThat(Iterators.decode(Listing.ATTEMPT, Iterators.encode(Listing.ATTEMPT, PLACE, false)))
                .isEqualTo(new Iterators.Decoded(PLACE, false));
        assertThat(Iterators.decode(Listing.ATTEMPT, Iterators.encode(Listing.ATTEMPT, PLACE, true)))
                .isEqualTo(new Iterators.Decoded(PLACE, true));
    }

    @Test
    void refusesTheIteratorOfAnotherList() {
        String iterator = Iterators.encode(Listing.APP, PLACE, false);

        assertThatIllegalArgumentException().isThrownBy(() -> Iterators.decode(Listing.MSG, iterator));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "msg", "msg|f|1", "msg|x|1|k", "msg|f|one|k", "msg|f||k"})
    void refusesWhatIsNone(String text) {
        String iterator = Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));

        assertThatIllegalArgumentException().isThrownBy(() -> Iterators.decode(Listing.MSG, iterator));
        assertThatIllegalArgumentException().isThrownBy(() -> Iterators.decode(Listing.MSG, "%" + text));
    }
}
