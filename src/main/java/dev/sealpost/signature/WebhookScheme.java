package dev.sealpost.signature;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How a provider signs its webhooks: where the signatures and the time stand, what is signed and how.
 *
 * @param timestamp when it was signed; empty: the provider does not say, and an old webhook is as good as a new one
 * @param signed the signed text, with the fields {@code timestamp}, {@code body} (the raw bytes), {@code method}, {@code url},
 *     {@code decodedUrl} (as HubSpot decodes it), {@code form} (the parameters of a form as Twilio sorts them; nothing where
 *     the body is no form) and <code>header:&lt;name&gt;</code>
 * @param bodyDigest the parameter in the signed URL that has the SHA-256 of a body that is no form, in hex; empty: none
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
     * The header with the signatures.
     *
     * @param separator between the elements of the header; empty: it is one
     * @param prefix what a signature begins with; elements that begin otherwise are none
     */
    public record SignaturePlace(String header, String separator, String prefix) {

        public SignaturePlace {
            if (header.isBlank()) {
                throw new IllegalArgumentException("signature.header names no header");
            }
        }

        List<String> elements(String value) {
            return separator.isEmpty() ? List.of(value) : List.of(value.split(Pattern.quote(separator), -1));
        }
    }

    /**
     * The header with the time of signing.
     *
     * @param prefix what the time begins with, where the header is the one with the signatures; empty: it is all of the header
     * @param tolerance how far it may be from our time, both ways
     */
    public record TimestampPlace(String header, String prefix, Unit unit, Duration tolerance) {

        public TimestampPlace {
            if (tolerance.isNegative() || tolerance.isZero()) {
                throw new IllegalArgumentException("timestamp.tolerance is more than 0");
            }
        }
    }

    /** What a timestamp counts, since 1970. */
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

    /** How the signed text becomes a signature. */
    public record Cipher(HmacKey.Algorithm algorithm, Encoding encoding) {}

    /** How the bytes of a signature are written. */
    public enum Encoding {
        HEX,
        BASE64
    }

    /**
     * Checks that the parts fit each other.
     *
     * @throws IllegalArgumentException with a message for users, when this protects nothing or makes no sense
     */
    public WebhookScheme {
        List<String> fields = signed.fields();
        for (String field : fields) {
            if (!FIELDS.contains(field) && !(field.startsWith(HEADER) && field.length() > HEADER.length())) {
                throw new IllegalArgumentException(
                        "signature.signed has {" + field + "}, and knows {timestamp}, {body},"
                                + " {method}, {url}, {decodedUrl}, {form} and {header:<name>}");
            }
        }
        if (!fields.contains(BODY) && !(fields.contains(FORM) && bodyDigest.isPresent())) {
            throw new IllegalArgumentException("signature.signed must have {body} in it, or {form} together with"
                    + " signature.body-digest: otherwise anybody could send another body");
        }
        if (fields.contains(TIMESTAMP) != timestamp.isPresent()) {
            throw new IllegalArgumentException(
                    "signature.signed must have {timestamp} in it if and only if timestamp.header"
                            + " says where it stands: a time that is not signed proves nothing");
        }
        if (bodyDigest.isPresent() && !fields.contains(URL)) {
            throw new IllegalArgumentException(
                    "signature.body-digest is a parameter of the URL, so signature.signed must have" + " {url} in it");
        }
    }

    /** Whether one has to know by what URL the provider calls. */
    public boolean signsUrl() {
        return signed.fields().contains(URL) || signed.fields().contains(DECODED_URL);
    }

    /** The same with another tolerance, where it has one. */
    public WebhookScheme within(Duration tolerance) {
        return new WebhookScheme(
                signature,
                timestamp.map(place -> new TimestampPlace(place.header(), place.prefix(), place.unit(), tolerance)),
                signed,
                cipher,
                bodyDigest);
    }
}
