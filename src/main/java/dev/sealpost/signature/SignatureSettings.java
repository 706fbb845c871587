package dev.sealpost.signature;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Encryption of stored secrets.
 *
 * @param encryptionKey 32 bytes in base64 or base64url, for the stored secrets of endpoints. Default: empty, which means the
 *     file {@code encryption-key} of the data directory, created at the first start. Nodes that share a database need the same
 *     key.
 */
@ConfigurationProperties(prefix = "sealpost.signature", ignoreUnknownFields = false)
public record SignatureSettings(@DefaultValue("") String encryptionKey) {

    /** Hides the key. */
    @Override
    public String toString() {
        return "SignatureSettings[encryptionKey=" + (encryptionKey.isBlank() ? "" : "…") + "]";
    }
}
