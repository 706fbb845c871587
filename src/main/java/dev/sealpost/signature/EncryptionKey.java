package dev.sealpost.signature;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Key that encrypts the stored secrets: a setting, or a file in the data directory. Previous keys decrypt what is not encrypted
 * again yet: a setting, and the lines of another file.
 */
public final class EncryptionKey {

    static final String FILE = "encryption-key";
    static final String PREVIOUS_FILE = "encryption-key.previous";

    private static final String PREVIOUS_SETTING =
            "SEALPOST_ENCRYPTION_KEY_PREVIOUS (sealpost.signature.previous-encryption-keys)";

    private EncryptionKey() {}

    /** @param inFile returns the key in the file, which exists or is created */
    static SecretCipher cipher(SignatureSettings settings, Path data, Supplier<String> inFile) {
        List<SecretCipher> previous = previous(settings, data.resolve(PREVIOUS_FILE));
        return settings.encryptionKey().isBlank()
                ? cipher(inFile.get(), data.resolve(FILE).toString(), previous)
                : cipher(
                        settings.encryptionKey().strip(),
                        "SEALPOST_ENCRYPTION_KEY (sealpost.signature.encryption-key)",
                        previous);
    }

    private static List<SecretCipher> previous(SignatureSettings settings, Path file) {
        return Stream.concat(
                        settings.previousEncryptionKeys().stream()
                                .map(key -> cipher(key.strip(), PREVIOUS_SETTING, List.of())),
                        lines(file).map(key -> cipher(key, file.toString(), List.of())))
                .toList();
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream().map(String::strip).filter(line -> !line.isEmpty());
        } catch (NoSuchFileException e) {
            return Stream.empty();
        } catch (IOException e) {
            throw new IllegalStateException("The previous encryption keys in " + file + " cannot be read.", e);
        }
    }

    /**
     * Returns the cipher of a node, for a command that runs beside it.
     *
     * @param data folder of the node's data
     * @throws IllegalStateException if the node has no key yet
     */
    public static SecretCipher ofNode(SignatureSettings settings, Path data) {
        Path file = data.resolve(FILE);
        return cipher(settings, data, () -> {
            try {
                return Files.readString(file).strip();
            } catch (IOException e) {
                throw new IllegalStateException(
                        "The encryption key " + file + " cannot be read. Start the node once, set SEALPOST_DATA, or run"
                                + " the command as the user of the node.",
                        e);
            }
        });
    }

    private static SecretCipher cipher(String base64, String place, List<SecretCipher> previous) {
        return new SecretCipher(decode(base64, place), place, previous);
    }

    private static byte[] decode(String base64, String place) {
        try {
            return Base64.getDecoder().decode(base64.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException e) {
            // No cause: it would show a character of the key.
            throw new IllegalArgumentException("The encryption key in " + place + " must be " + SecretCipher.KEY_LENGTH
                    + " bytes in base64 or base64url.");
        }
    }
}
