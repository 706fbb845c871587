package dev.sealpost.signature;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Encryption of stored secrets.
 *
 * @param encryptionKey 32 bytes in base64 or base64url, for the stored secrets of endpoints. Default: empty, which means the
 *     file {@code encryption-key} of the data directory, created at the first start. Nodes that share a database need the same
 *     key.
 * @param previousEncryptionKeys further keys, which only decrypt. What they encrypted is encrypted again with the key. Default:
 *     none.
 */
@ConfigurationProperties(prefix = "sealpost.signature", ignoreUnknownFields = false)
public record SignatureSettings(
        @DefaultValue("") String encryptionKey,
        @DefaultValue List<String> previousEncryptionKeys) {

    public SignatureSettings {
        previousEncryptionKeys =
                previousEncryptionKeys.stream().filter(key -> !key.isBlank()).toList();
    }

    /** Hides the keys. */
    @Override
    public String toString() {
        return "SignatureSettings[encryptionKey=" + (encryptionKey.isBlank() ? "" : "…") + ", previousEncryptionKeys="
                + previousEncryptionKeys.size() + "]";
    }
}
