package dev.sealpost.connector.signing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.Optional;

/** JSON Web Token in the compact form (RFC 7515, section 7.1; RFC 7519). */
public final class SignedJwt {

    private SignedJwt() {}

    /** @param keyId id of the key at the vendor; empty if the vendor knows one key only */
    public static String of(ObjectNode claims, PrivateKey key, JwtAlgorithm algorithm, Optional<String> keyId) {
        ObjectNode header = JsonNodeFactory.instance.objectNode();
        header.put("alg", algorithm.name());
        header.put("typ", "JWT");
        keyId.ifPresent(id -> header.put("kid", id));
        return sign(base64(bytes(header)) + "." + base64(bytes(claims)), key, algorithm);
    }

    /** @param text encoded header and claims */
    static String sign(String text, PrivateKey key, JwtAlgorithm algorithm) {
        return text + "." + base64(algorithm.sign(text, key));
    }

    private static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
