package dev.sealpost.identifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {

    private static final List<String> KNOWN = List.of("eventTypes", "channels", "url", "uid");

    @ParameterizedTest
    @CsvSource({
        "evenTypes,eventTypes", "eventtypes,eventTypes", "event_types,eventTypes", "eventType,eventTypes",
        "evnetTypes,eventTypes", "chanels,channels", "URL,url", "ulr,url"
    })
    void suggestsTheNameThatDiffersLeast(String name, String nearest) {
        assertThat(NearestName.of(name, KNOWN)).contains(nearest);
        assertThat(NearestName.hint(name, KNOWN)).isEqualTo("did you mean " + nearest + "?");
    }

    @Test
    void listsAllWhereNoneIsNear() {
        assertThat(NearestName.hint("colour", KNOWN)).isEqualTo("known are channels, eventTypes, uid, url");
        assertThat(NearestName.hint("e".repeat(100_000), KNOWN)).startsWith("known are");
        assertThat(NearestName.hint("a", List.of())).isEqualTo("none is known");
    }
}
