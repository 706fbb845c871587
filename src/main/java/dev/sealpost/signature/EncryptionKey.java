package dev.sealpost.signature;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.function.Supplier;

/** Key that encrypts the stored secrets: a setting, or a file in the data directory. */
public final class EncryptionKey {

    static final String FILE = "encryption-key";

    private EncryptionKey() {}

    /** @param inFile returns the key in the file, which exists or is created */
    static SecretCipher cipher(SignatureSettings settings, Path file, Supplier<String> inFile) {
        return settings.encryptionKey().isBlank()
                ? cipher(inFile.get(), file.toString())
                : cipher(
                        settings.encryptionKey().strip(),
                        "SEALPOST_ENCRYPTION_KEY (sealpost.signature.encryption-key)");
    }

    /**
     * Returns the cipher of a node, for a command that runs beside it.
     *
     * @param data folder of the node's data
     * @throws IllegalStateException if the node has no key yet
     */
    public static SecretCipher ofNode(SignatureSettings settings, Path data) {
        Path file = data.resolve(FILE);
        return cipher(settings, file, () -> {
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

    private static SecretCipher cipher(String base64, String place) {
        return new SecretCipher(decode(base64, place), place);
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
