package dev.sealpost.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {

    @ParameterizedTest
    @CsvSource({
        "172.16.0.0/12, 172.16.0.0, true",
        "172.16.0.0/12, 172.31.255.255, true",
        "172.16.0.0/12, 172.15.255.255, false",
        "172.16.0.0/12, 172.32.0.0, false",
        "0.0.0.0/0, 255.1.2.3, true",
        "0.0.0.0/0, ::1, false",
        "::/0, 1.2.3.4, false",
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, 10.1.2.4, false",
        "fd00::/8, fdff::1, true",
        "fd00::/8, fc00::1, false"
    })
    void containsWhatSharesItsFirstBits(String range, String address, boolean expected) {
        assertThat(AddressRange.parse(range)
                        .contains(LiteralAddress.parse(address).orElseThrow()))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/8",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0/8",
                "fd00::/129",
                "name/8",
                "10.0.0.1/8"
            })
    void refusesWhatIsNotANetworkAndQuotesIt(String text) {
        assertThatThrownBy(() -> AddressRange.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\" is not a network");
    }

    @Test
    void saysWhichBitsAreTooMany() {
        assertThatThrownBy(() -> AddressRange.parse("10.0.0.1/8")).hasMessageContaining("beyond the first 8");
    }
}
