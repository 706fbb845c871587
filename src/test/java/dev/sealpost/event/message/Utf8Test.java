package dev.sealpost.event.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8Test {

    @ParameterizedTest
    @CsvSource({
        "'',-1",
        "61,-1",
        "C3A9,-1",
        "E697A5,-1",
        "F09F9880,-1",
        "EFBFBD,-1",
        "80,0",
        "C0AF,0",
        "C1BF,0",
        "E08080,0",
        "EDA080,0",
        "F0808080,0",
        "F4908080,0",
        "F5808080,0",
        "FF,0",
        "61C3,1",
        "61C361,1",
        "E697,0",
        "F09F98,0",
        "6161616161616161C328,8",
        "61616161616161616180,9",
    })
    void findsTheFirstCharacterThatIsNone(String hex, int expected) {
        assertThat(Utf8.firstInvalid(HexFormat.of().parseHex(hex))).isEqualTo(expected);
    }

    @Test
    void agreesWithTheDecoderOfJava() {
        Random random = new Random(20_261_124);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(20)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (random.nextBoolean() ? 0x80 + random.nextInt(128) : random.nextInt(256));
            }
            assertThat(Utf8.firstInvalid(bytes) == -1)
                    .as(HexFormat.of().formatHex(bytes))
                    .isEqualTo(decodes(bytes));
        }
    }

    private static boolean decodes(byte[] bytes) {
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return text.length() <= bytes.length;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
