package dev.sealpost.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageRequestTest {

    @Test
    void saysThatThereIsMoreWhenOneMoreWasFetched() {
        PageRequest request = new PageRequest(2, true, Optional.empty(), false);

        assertThat(request.fetch()).isEqualTo(3);
        assertThat(request.cut(List.of("c", "b", "a"))).isEqualTo(new Page<>(List.of("c", "b"), true));
        assertThat(request.cut(List.of("c", "b"))).isEqualTo(new Page<>(List.of("c", "b"), false));
        assertThat(request.cut(List.of())).isEqualTo(new Page<>(List.of(), false));
    }

    @Test
    void turnsAPageThatWasReadBackwardsRound() {
        PageRequest request = new PageRequest(2, true, Optional.of(new Position(Instant.EPOCH, "a")), true);

        assertThat(request.cut(List.of("b", "c", "d"))).isEqualTo(new Page<>(List.of("c", "b"), true));
    }

    @ParameterizedTest
    @CsvSource({"true,false,DESC,<", "true,true,ASC,>", "false,false,ASC,>", "false,true,DESC,<"})
    void readsInTheDirectionOfTheListOrAgainstIt(
            boolean newestFirst, boolean backwards, String direction, String comparison) {
        PageRequest request = new PageRequest(1, newestFirst, Optional.empty(), backwards);

        assertThat(request.direction()).isEqualTo(direction);
        assertThat(request.comparison()).isEqualTo(comparison);
    }
}
