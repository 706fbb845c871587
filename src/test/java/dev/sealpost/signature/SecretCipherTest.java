package dev.sealpost.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.node.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretCipherTest {

    private static final byte[] KEY = new byte[32];
    private static final SigningSecret SECRET = SigningSecret.generate();

    private final SecretCipher cipher = new SecretCipher(KEY, "the safe");

    @Test
    void opensWhatItSealed() {
        assertThat(cipher.openBytes(cipher.seal(SECRET.stored(), "ep_1"), "ep_1"))
                .isEqualTo(SECRET.stored());
    }

    @Test
    void sealsTheSameSecretDifferentlyEachTimeAndNeverInTheClear() {
        byte[] first = cipher.seal(SECRET.stored(), "ep_1");
        byte[] second = cipher.seal(SECRET.stored(), "ep_1");

        assertThat(first).isNotEqualTo(second).hasSize(1 + 12 + 32 + 16).startsWith(1);
        assertThat(new String(first, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain(new String(SECRET.key(), java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    @Test
    void doesNotOpenForAnotherOwner() {
        byte[] sealed = cipher.seal(SECRET.stored(), "ep_1");

        assertThatThrownBy(() -> cipher.openBytes(sealed, "ep_2")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void tellsTheOperatorWhereTheWrongKeyIs() {
        byte[] sealed = cipher.seal(SECRET.stored(), "ep_1");
        byte[] otherKey = KEY.clone();
        otherKey[0] = 1;

        assertThatThrownBy(() -> new SecretCipher(otherKey, "data/encryption-key").openBytes(sealed, "ep_1"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(
                        "The encryption key in data/encryption-key is not the key that encrypted the stored secrets");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 12, 13, 44, 60})
    void noticesEveryAlteredByte(int position) {
        byte[] sealed = cipher.seal(SECRET.stored(), "ep_1");
        sealed[position] ^= 1;

        assertThatThrownBy(() -> cipher.openBytes(sealed, "ep_1")).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 13, 29})
    void saysThatATooShortValueIsDamaged(int length) {
        byte[] sealed = Arrays.copyOf(cipher.seal(SECRET.stored(), "ep_1"), length);

        assertThatThrownBy(() -> cipher.openBytes(sealed, "ep_1"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ep_1");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 16, 31, 33})
    void refusesAKeyOfAnotherLength(int length) {
        assertThatThrownBy(() -> new SecretCipher(new byte[length], "the safe"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the safe")
                .hasMessageContaining("32 bytes");
    }

    @Test
    void takesTheKeyFromTheDataDirectoryWhenNoneIsSet(@TempDir Path folder) {
        try (DataDirectory data = DataDirectory.open(folder)) {
            byte[] sealed = configured("", data).seal(SECRET.stored(), "ep_1");

            assertThat(configured("", data).openBytes(sealed, "ep_1")).isEqualTo(SECRET.stored());
            assertThat(folder.resolve("encryption-key")).exists();
        }
    }

    @Test
    void prefersTheKeyThatIsSetInEitherAlphabet(@TempDir Path folder) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) 0xfb);
        try (DataDirectory data = DataDirectory.open(folder)) {
            byte[] sealed =
                    configured(Base64.getEncoder().encodeToString(key), data).seal(SECRET.stored(), "ep_1");

            SecretCipher sameKey =
                    configured(Base64.getUrlEncoder().withoutPadding().encodeToString(key), data);

            assertThat(sameKey.openBytes(sealed, "ep_1")).isEqualTo(SECRET.stored());
            assertThat(folder.resolve("encryption-key")).doesNotExist();
        }
    }

    @Test
    void doesNotRepeatAKeyThatCannotBeRead(@TempDir Path folder) {
        try (DataDirectory data = DataDirectory.open(folder)) {
            assertThatThrownBy(() -> configured("not*base64", data))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("SEALPOST_ENCRYPTION_KEY")
                    .hasMessageNotContaining("not*base64");
        }
        assertThat(new SignatureSettings("not*base64", List.of("not*base64")).toString())
                .doesNotContain("not*base64");
    }

    @Test
    void opensWithAPreviousKeyAndSealsWithTheNewOne(@TempDir Path folder) throws IOException {
        byte[] sealed;
        try (DataDirectory data = DataDirectory.open(folder)) {
            sealed = configured("", data).seal(SECRET.stored(), "ep_1");
        }
        Files.move(folder.resolve("encryption-key"), folder.resolve("encryption-key.previous"));

        try (DataDirectory data = DataDirectory.open(folder)) {
            SecretCipher both = configured("", data);
            byte[] renewed = both.renewed(sealed, "ep_1").orElseThrow();

            assertThat(both.openBytes(sealed, "ep_1")).isEqualTo(SECRET.stored());
            assertThat(both.renewed(renewed, "ep_1")).isEmpty();
            Files.delete(folder.resolve("encryption-key.previous"));
            SecretCipher alone = configured("", data);
            assertThat(alone.openBytes(renewed, "ep_1")).isEqualTo(SECRET.stored());
            assertThatThrownBy(() -> alone.openBytes(sealed, "ep_1")).hasMessageContaining("Restore the old key");
        }
    }

    @Test
    void opensWithAnyOfSeveralPreviousKeysThatAreSet(@TempDir Path folder) {
        try (DataDirectory data = DataDirectory.open(folder)) {
            byte[] first = Ciphers.of(1).seal(SECRET.stored(), "ep_1");
            byte[] second = Ciphers.of(2).seal(SECRET.stored(), "ep_1");

            SecretCipher cipher = new SignatureConfiguration()
                    .secretCipher(
                            new SignatureSettings(
                                    base64(Ciphers.bytes(3)),
                                    List.of(base64(Ciphers.bytes(1)), base64(Ciphers.bytes(2)), "")),
                            data);

            assertThat(cipher.openBytes(first, "ep_1")).isEqualTo(SECRET.stored());
            assertThat(cipher.openBytes(second, "ep_1")).isEqualTo(SECRET.stored());
            assertThatThrownBy(() -> cipher.openBytes(second, "ep_2")).hasMessageContaining("SEALPOST_ENCRYPTION_KEY");
        }
    }

    private static String base64(byte[] key) {
        return Base64.getEncoder().encodeToString(key);
    }

    private static SecretCipher configured(String key, DataDirectory data) {
        return new SignatureConfiguration().secretCipher(new SignatureSettings(key, List.of()), data);
    }
}
