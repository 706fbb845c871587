package dev.sealpost.signature;

import dev.sealpost.signature.Template.Part;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Further signature of each webhook, in a header of its own, for receivers that already verify such a one: HMAC-SHA256 over a text
 * that a template gives.
 *
 * @param header name of the header
 * @param signed the signed text, with the fields {@code body} (the bytes as sent), {@code timestamp} (seconds since 1970) and {@code id}
 * @param value value of the header, with the same fields except {@code body}, and {@code hex} or {@code base64} for the signature
 * @param secret shared with the receiver; its UTF-8 bytes are the key
 */
public record ClassicSignature(String header, Template signed, Template value, String secret) {

    private static final String BODY = "body";
    private static final String TIMESTAMP = "timestamp";
    private static final String ID = "id";
    private static final String HEX = "hex";
    private static final String BASE64 = "base64";
    private static final Set<String> SIGNED = Set.of(BODY, TIMESTAMP, ID);
    private static final Set<String> VALUE = Set.of(TIMESTAMP, ID, HEX, BASE64);
    private static final String ALGORITHM = "HmacSHA256";

    /**
     * Checks the templates.
     *
     * @throws IllegalArgumentException with a message for users
     */
    public ClassicSignature {
        require(signed, SIGNED, "the signed text");
        require(value, VALUE, "the value");
        if (!signed.fields().contains(BODY)) {
            throw new IllegalArgumentException("the signed text must contain {body}");
        }
        if (value.fields().stream().noneMatch(field -> field.equals(HEX) || field.equals(BASE64))) {
            throw new IllegalArgumentException("the value must contain {hex} or {base64}");
        }
        List<String> unsigned = value.fields().stream()
                .filter(field -> field.equals(TIMESTAMP) && !signed.fields().contains(TIMESTAMP))
                .toList();
        if (!unsigned.isEmpty()) {
            throw new IllegalArgumentException(
                    "a {timestamp} in the value must be in the signed text too: an unsigned time proves nothing");
        }
    }

    private static void require(Template template, Set<String> known, String what) {
        for (String field : template.fields()) {
            if (!known.contains(field)) {
                throw new IllegalArgumentException(what + " has the unknown field {" + field + "}; known fields: "
                        + known.stream().sorted().map(name -> "{" + name + "}").toList());
            }
        }
    }

    /** Returns the value of the header. */
    public String sign(String id, Instant now, byte[] body) {
        String timestamp = Long.toString(now.getEpochSecond());
        Mac mac = mac();
        for (Part part : signed.parts()) {
            switch (part) {
                case Part.Literal(String text) -> mac.update(text.getBytes(StandardCharsets.UTF_8));
                case Part.Field(String name) when name.equals(BODY) -> mac.update(body);
                case Part.Field(String name) ->
                    mac.update((name.equals(ID) ? id : timestamp).getBytes(StandardCharsets.UTF_8));
            }
        }
        byte[] signature = mac.doFinal();
        StringBuilder text = new StringBuilder();
        for (Part part : value.parts()) {
            text.append(
                    switch (part) {
                        case Part.Literal(String literal) -> literal;
                        case Part.Field(String name) -> field(name, id, timestamp, signature);
                    });
        }
        return text.toString();
    }

    private static String field(String name, String id, String timestamp, byte[] signature) {
        return switch (name) {
            case HEX -> HexFormat.of().formatHex(signature);
            case BASE64 -> Base64.getEncoder().encodeToString(signature);
            case ID -> id;
            default -> timestamp;
        };
    }

    private Mac mac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is missing", e);
        }
    }

    /** Hides the secret. */
    @Override
    public String toString() {
        return "ClassicSignature[" + header + "]";
    }
}
