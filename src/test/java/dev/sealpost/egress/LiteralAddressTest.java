package dev.sealpost.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiteralAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "255.255.255.255",
                "8.8.8.8",
                "::",
                "::1",
                "1::",
                "2001:db8::8:800:200c:417a",
                "2001:DB8:0:0:8:800:200C:417A",
                "64:ff9b::8.8.8.8",
                "1:2:3:4:5:6:7:8",
                "1:2:3:4:5:6:1.2.3.4",
                "::2:3:4:5:6:7:8"
            })
    void readsTheSameBytesAsTheJdk(String text) throws Exception {
        assertThat(LiteralAddress.parse(text))
                .hasValue(InetAddress.getByName(text).getAddress());
    }

    @Test
    void keepsTheMappedForm() {
        assertThat(LiteralAddress.parse("::ffff:10.0.0.1"))
                .hasValue(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 0, 0, 1});
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "localhost",
                "1.2.3",
                "1.2.3.4.",
                "1.2.3.4.5",
                "1.2.3.256",
                "01.2.3.4",
                "0x7f.0.0.1",
                "1.2.3.-4",
                "1.2.3.٣",
                "2130706433",
                ":",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4::5:6:7:8",
                "12345::",
                "g::",
                "::1%lo",
                "[::1]",
                "::1.2.3",
                "::1.2.3.4:5",
                "1.2.3.4::",
                ":1:2:3:4:5:6:7:8"
            })
    void refusesEverythingElse(String text) {
        assertThat(LiteralAddress.parse(text)).isEmpty();
    }
}
