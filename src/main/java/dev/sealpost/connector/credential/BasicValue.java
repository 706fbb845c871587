package dev.sealpost.connector.credential;

import dev.sealpost.log.SecretValues;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Value of the header for Basic authentication (RFC 7617), masked in logs.
 *
 * @param encoded base64 of {@code user:password} in UTF-8
 */
record BasicValue(String encoded) {

    static BasicValue of(String user, String password) {
        String encoded = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        SecretValues.add(encoded);
        return new BasicValue(encoded);
    }

    @Override
    public String toString() {
        return "…";
    }
}
