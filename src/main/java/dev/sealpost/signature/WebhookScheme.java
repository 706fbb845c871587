package dev.sealpost.signature;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Signature scheme of a provider: location of the signatures and of the time, signed text and algorithm.
 *
 * @param timestamp location of the signing time; empty: none, so replays are not detected
 * @param signed the signed text, with the fields {@code timestamp}, {@code body} (the raw bytes), {@code method}, {@code url},
 *     {@code decodedUrl} (as HubSpot decodes it), {@code form} (the parameters of a form as Twilio sorts them; empty if the
 *     body is not a form) and <code>header:&lt;name&gt;</code>
 * @param bodyDigest parameter of the signed URL with the hex SHA-256 of a body that is not a form; empty: none
 */
public record WebhookScheme(
        SignaturePlace signature,
        Optional<TimestampPlace> timestamp,
        Template signed,
        Cipher cipher,
        Optional<String> bodyDigest) {

    static final String TIMESTAMP = "timestamp";
    static final String BODY = "body";
    static final String METHOD = "method";
    static final String URL = "url";
    static final String DECODED_URL = "decodedUrl";
    static final String FORM = "form";
    static final String HEADER = "header:";

    private static final Set<String> FIELDS = Set.of(TIMESTAMP, BODY, METHOD, URL, DECODED_URL, FORM);

    /**
     * Location of the signatures.
     *
     * @param separator separator of the elements of the header; empty: the header is one element
     * @param prefix prefix of a signature; elements without it are ignored
     */
    public record SignaturePlace(String header, String separator, String prefix) {

        public SignaturePlace {
            if (header.isBlank()) {
                throw new IllegalArgumentException("signature.header must name a header");
            }
        }

        List<String> elements(String value) {
            return separator.isEmpty() ? List.of(value) : List.of(value.split(Pattern.quote(separator), -1));
        }
    }

    /**
     * Location of the signing time.
     *
     * @param prefix prefix of the time if it is in the signature header; empty: the whole header is the time
     * @param tolerance maximum difference from our time, in both directions
     */
    public record TimestampPlace(String header, String prefix, Unit unit, Duration tolerance) {

        public TimestampPlace {
            if (tolerance.isNegative() || tolerance.isZero()) {
                throw new IllegalArgumentException("timestamp.tolerance must be more than 0");
            }
        }
    }

    /** Unit of a timestamp since 1970. */
    public enum Unit {
        SECONDS,
        MILLISECONDS;

        long of(Instant time) {
            return switch (this) {
                case SECONDS -> time.getEpochSecond();
                case MILLISECONDS -> time.toEpochMilli();
            };
        }

        long of(Duration time) {
            return switch (this) {
                case SECONDS -> time.toSeconds();
                case MILLISECONDS -> time.toMillis();
            };
        }
    }

    /** Algorithm and encoding of a signature. */
    public record Cipher(HmacKey.Algorithm algorithm, Encoding encoding) {}

    /** Encoding of a signature. */
    public enum Encoding {
        HEX,
        BASE64
    }

    /**
     * Checks that the parts are consistent.
     *
     * @throws IllegalArgumentException with a message for users, if the scheme is insecure or inconsistent
     */
    public WebhookScheme {
        List<String> fields = signed.fields();
        for (String field : fields) {
            if (!FIELDS.contains(field) && !(field.startsWith(HEADER) && field.length() > HEADER.length())) {
                throw new IllegalArgumentException(
                        "signature.signed has the unknown field {" + field
                                + "}; known fields: {timestamp}, {body}, {method}, {url}, {decodedUrl}, {form}, {header:<name>}");
            }
        }
        if (!fields.contains(BODY) && !(fields.contains(FORM) && bodyDigest.isPresent())) {
            throw new IllegalArgumentException(
                    "signature.signed must contain {body}, or {form} together with signature.body-digest: otherwise the body is not authenticated");
        }
        if (fields.contains(TIMESTAMP) != timestamp.isPresent()) {
            throw new IllegalArgumentException(
                    "signature.signed must contain {timestamp} if and only if timestamp.header is set: an unsigned time proves nothing");
        }
        if (bodyDigest.isPresent() && !fields.contains(URL)) {
            throw new IllegalArgumentException(
                    "signature.body-digest is a parameter of the URL, so signature.signed must contain {url}");
        }
    }

    /** Returns true if verification needs the URL that the provider calls. */
    public boolean signsUrl() {
        return signed.fields().contains(URL) || signed.fields().contains(DECODED_URL);
    }

    /** Returns the scheme with another tolerance if it has one. */
    public WebhookScheme within(Duration tolerance) {
        return new WebhookScheme(
                signature,
                timestamp.map(place -> new TimestampPlace(place.header(), place.prefix(), place.unit(), tolerance)),
                signed,
                cipher,
                bodyDigest);
    }
}
