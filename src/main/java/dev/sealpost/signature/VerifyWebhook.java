package dev.sealpost.signature;

import dev.sealpost.identifier.Sha256;
import dev.sealpost.signature.Template.Part;
import dev.sealpost.signature.WebhookScheme.Encoding;
import dev.sealpost.signature.WebhookScheme.TimestampPlace;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;

/** Verifies the signature of a webhook by the scheme of its provider. Thread-safe. */
public final class VerifyWebhook {

    /** Maximum of signatures in one header, which limits the work an attacker can cause. */
    static final int MOST_SIGNATURES = 10;

    private static final int LONGEST_TIMESTAMP = 15;

    /** Only characters that HubSpot decodes in a URI before signing it. */
    private static final Pattern HUBSPOT_DECODES =
            Pattern.compile("%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)", Pattern.CASE_INSENSITIVE);

    private final WebhookScheme scheme;

    public VerifyWebhook(WebhookScheme scheme) {
        this.scheme = scheme;
    }

    /** The signed text cannot be built from the webhook. */
    private static final class NotSignable extends Exception {

        private static final long serialVersionUID = 1;
        private final VerificationFailure failure;

        NotSignable(VerificationFailure failure) {
            super(failure.toString(), null, false, false);
            this.failure = failure;
        }
    }

    /** Returns the failure; empty if the signature is valid. Compares every secret with every signature in constant time. */
    public Optional<VerificationFailure> failure(ReceivedWebhook webhook, Collection<HmacKey> keys, Instant now) {
        try {
            List<byte[]> signatures = signatures(webhook);
            List<byte[]> signed = signedText(webhook, now);
            boolean valid = false;
            for (HmacKey key : keys) {
                Mac mac = key.mac();
                signed.forEach(mac::update);
                byte[] expected = encode(mac.doFinal());
                for (byte[] signature : signatures) {
                    valid |= MessageDigest.isEqual(expected, signature);
                }
            }
            return valid ? digestFailure(webhook) : Optional.of(VerificationFailure.WRONG_SIGNATURE);
        } catch (NotSignable e) {
            return Optional.of(e.failure);
        }
    }

    private List<byte[]> signatures(ReceivedWebhook webhook) throws NotSignable {
        WebhookScheme.SignaturePlace place = scheme.signature();
        String value = required(webhook, place.header());
        List<byte[]> found = new ArrayList<>();
        int count = 0;
        for (String element : place.elements(value)) {
            String text = element.strip();
            count += text.isEmpty() ? 0 : 1;
            if (text.startsWith(place.prefix())
                    && text.length() > place.prefix().length()) {
                String signature = text.substring(place.prefix().length());
                found.add(utf8(
                        scheme.cipher().encoding() == Encoding.HEX ? signature.toLowerCase(Locale.ROOT) : signature));
            }
        }
        if (found.isEmpty() || count > MOST_SIGNATURES) {
            throw new NotSignable(VerificationFailure.MALFORMED_HEADER);
        }
        return found;
    }

    private List<byte[]> signedText(ReceivedWebhook webhook, Instant now) throws NotSignable {
        List<byte[]> pieces = new ArrayList<>();
        List<Part> parts = scheme.signed().parts();
        for (int i = 0; i < parts.size(); i++) {
            switch (parts.get(i)) {
                case Part.Literal(String text) -> pieces.add(utf8(text));
                case Part.Field(String name) -> {
                    String next =
                            i + 1 < parts.size() && parts.get(i + 1) instanceof Part.Literal(String text) ? text : "";
                    pieces.add(piece(name, next, webhook, now));
                }
            }
        }
        return pieces;
    }

    private byte[] piece(String field, String next, ReceivedWebhook webhook, Instant now) throws NotSignable {
        return switch (field) {
            case WebhookScheme.BODY -> webhook.body();
            case WebhookScheme.TIMESTAMP -> utf8(timestamp(webhook, now));
            case WebhookScheme.METHOD -> utf8(webhook.method());
            case WebhookScheme.URL -> utf8(webhook.url());
            case WebhookScheme.DECODED_URL -> utf8(decoded(webhook.url()));
            case WebhookScheme.FORM -> utf8(form(webhook));
            default -> utf8(header(field.substring(WebhookScheme.HEADER.length()), next, webhook));
        };
    }

    /** Refuses a header that contains the text following it in the signed text: one signature would match two messages. */
    private static String header(String name, String next, ReceivedWebhook webhook) throws NotSignable {
        String value = required(webhook, name);
        if (value.isEmpty() || (!next.isEmpty() && value.contains(next))) {
            throw new NotSignable(VerificationFailure.MALFORMED_HEADER);
        }
        return value;
    }

    private String timestamp(ReceivedWebhook webhook, Instant now) throws NotSignable {
        TimestampPlace place = scheme.timestamp().orElseThrow();
        String value = required(webhook, place.header());
        String text = place.prefix().isEmpty()
                ? value
                : scheme.signature().elements(value).stream()
                        .map(String::strip)
                        .filter(element -> element.startsWith(place.prefix()))
                        .map(element -> element.substring(place.prefix().length()))
                        .findFirst()
                        .orElse("");
        if (!isPlainNumber(text)) {
            throw new NotSignable(VerificationFailure.MALFORMED_HEADER);
        }
        long distance = Math.abs(place.unit().of(now) - Long.parseLong(text));
        if (distance > place.unit().of(place.tolerance())) {
            throw new NotSignable(VerificationFailure.STALE_TIMESTAMP);
        }
        return text;
    }

    /** Returns true for a number without leading zeros: the signature covers the text, so "007" and "7" differ. */
    private static boolean isPlainNumber(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_TIMESTAMP
                && text.chars().allMatch(c -> c >= '0' && c <= '9')
                && Long.toString(Long.parseLong(text)).equals(text);
    }

    private static String form(ReceivedWebhook webhook) throws NotSignable {
        if (!webhook.isForm()) {
            return "";
        }
        try {
            return FormParameters.parse(webhook.body()).sorted();
        } catch (IllegalArgumentException e) {
            throw new NotSignable(VerificationFailure.WRONG_SIGNATURE);
        }
    }

    private static String decoded(String url) {
        return HUBSPOT_DECODES
                .matcher(url)
                .replaceAll(
                        found -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(found.group(1), 16))));
    }

    /** Checks the digest in the URL, which signs a body that is not a form, so that no form can replace it. */
    private Optional<VerificationFailure> digestFailure(ReceivedWebhook webhook) {
        if (scheme.bodyDigest().isEmpty()) {
            return Optional.empty();
        }
        Optional<String> claimed = claimedDigest(webhook, scheme.bodyDigest().get());
        boolean matches = claimed.map(digest ->
                        MessageDigest.isEqual(utf8(digest.toLowerCase(Locale.ROOT)), utf8(Sha256.hex(webhook.body()))))
                .orElseGet(webhook::isForm);
        return matches ? Optional.empty() : Optional.of(VerificationFailure.WRONG_DIGEST);
    }

    private static Optional<String> claimedDigest(ReceivedWebhook webhook, String parameter) {
        try {
            return webhook.queryParameter(parameter);
        } catch (IllegalArgumentException e) {
            return Optional.of("");
        }
    }

    private byte[] encode(byte[] mac) {
        return switch (scheme.cipher().encoding()) {
            case HEX -> utf8(HexFormat.of().formatHex(mac));
            case BASE64 -> Base64.getEncoder().encode(mac);
        };
    }

    private static String required(ReceivedWebhook webhook, String header) throws NotSignable {
        return webhook.header(header).orElseThrow(() -> new NotSignable(VerificationFailure.MISSING_HEADER));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
