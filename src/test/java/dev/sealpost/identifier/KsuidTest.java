package dev.sealpost.identifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KsuidTest {

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void has27CharactersOfBase62() {
        Stream.of(Ksuid.at(NOW), Ksuid.derived("a"), Ksuid.derivedAt(NOW, "a"), Ksuid.at(Instant.EPOCH))
                .forEach(id -> assertThat(id).matches("[0-9A-Za-z]{27}"));
    }

    @Test
    void sortsAsTextByTheSecond() {
        String[] ids = Stream.of(
                        "2014-05-13T16:53:20Z",
                        "2026-01-01T00:00:00Z",
                        "2026-01-01T00:00:00.000001Z",
                        "2026-01-01T00:00:00.000256Z",
                        "2026-01-01T00:00:00.999999Z",
                        "2026-01-01T00:00:01Z",
                        "2090-06-01T00:00:00Z")
                .map(Instant::parse)
                .map(Ksuid::at)
                .toArray(String[]::new);

        assertThat(ids).isSorted();
    }

    @Test
    void neverGivesTheSameTwice() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            assertThat(seen.add(Ksuid.at(NOW))).isTrue();
        }
    }

    @Test
    void carriesTheTimeToTheMicrosecondAndTheDigestOfTheParts() throws Exception {
        Instant time = NOW.plusNanos(123_456_789);
        byte[] digest = digest("orders", "42");

        byte[] bytes = decode(Ksuid.derivedAt(time, "orders", "42"));

        assertThat(ByteBuffer.wrap(bytes).getInt()).isEqualTo((int) (time.getEpochSecond() - 1_400_000_000L));
        int first = ByteBuffer.wrap(bytes, 4, 4).getInt();
        assertThat(first >>> 12).isEqualTo(time.getNano() / 1000);
        assertThat(first & 0xFFF).isEqualTo(ByteBuffer.wrap(digest).getInt() & 0xFFF);
        assertThat(Arrays.copyOfRange(bytes, 8, 20)).isEqualTo(Arrays.copyOfRange(digest, 4, 16));
    }

    @Test
    void derivesFromThePartsAloneOnEveryNode() throws Exception {
        byte[] digest = digest("app", "key");

        assertThat(Ksuid.derived("app", "key")).isEqualTo(Ksuid.derived("app", "key"));
        assertThat(decode(Ksuid.derived("app", "key")))
                .isEqualTo(ByteBuffer.allocate(20)
                        .put(digest, 16, 4)
                        .put(digest, 0, 16)
                        .array());
    }

    @Test
    void tellsPartsApartThatReadTheSameWhenJoined() {
        assertThat(Stream.of(
                                new String[] {"ab", "c"},
                                new String[] {"a", "bc"},
                                new String[] {"abc"},
                                new String[] {"abc", ""},
                                new String[] {"", "abc"},
                                new String[] {"c", "ab"})
                        .map(Ksuid::derived))
                .doesNotHaveDuplicates();
    }

    /** Written another way than in the code, so that the two check each other. */
    private static byte[] decode(String id) {
        BigInteger number = BigInteger.ZERO;
        for (int i = 0; i < id.length(); i++) {
            number = number.multiply(BigInteger.valueOf(62)).add(BigInteger.valueOf(DIGITS.indexOf(id.charAt(i))));
        }
        byte[] bytes = new byte[20];
        byte[] magnitude = number.toByteArray();
        int length = Math.min(20, magnitude.length);
        System.arraycopy(magnitude, magnitude.length - length, bytes, 20 - length, length);
        return bytes;
    }

    private static byte[] digest(String... parts) throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            sha256.update(new byte[] {0, 0, 0, (byte) bytes.length});
            sha256.update(bytes);
        }
        return sha256.digest();
    }
}
