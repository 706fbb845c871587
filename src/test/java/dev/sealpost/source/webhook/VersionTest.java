package dev.sealpost.source.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {

    private static String text(String version) {
        return Version.parse(version).orElseThrow().text();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "9, 10",
        "1355517523.000005, 1355517523.000006",
        "1.355517523000005E9, 1355517524",
        "2026-01-01T00:00:00Z, 2026-01-01T00:00:00.000000001Z",
        "2026-01-01T02:00:00+02:00, 2026-01-01T00:00:01Z",
        "1767225600, 2026-01-01T00:00:01Z",
        "18446744073709551615, 18446744073709551616"
    })
    void ordersNumbersAndTimes(String older, String newer) {
        assertThat(text(older)).isLessThan(text(newer)).hasSameSizeAs(text(newer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "-1",
                "1e30",
                "1e999999999",
                "1e-999999999",
                "1900-01-01T00:00:00Z",
                "2026-01-01",
                "123456789012345678901234567890123456789012345678901234567890123456789"
            })
    void knowsWhatIsNeither(String text) {
        assertThat(Version.parse(text)).isEmpty();
    }
}
