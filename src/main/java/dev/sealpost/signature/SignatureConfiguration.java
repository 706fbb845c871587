package dev.sealpost.signature;

import dev.sealpost.node.DataDirectory;
import java.util.Base64;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class SignatureConfiguration {

    private static final String KEY_FILE = "encryption-key";

    @Bean
    SecretCipher secretCipher(SignatureSettings settings, DataDirectory data) {
        return settings.encryptionKey().isBlank()
                ? cipher(data.secret(KEY_FILE), data.resolve(KEY_FILE).toString())
                : cipher(
                        settings.encryptionKey().strip(),
                        "SEALPOST_ENCRYPTION_KEY (sealpost.signature.encryption-key)");
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
