package dev.sealpost.api.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealpost.api.edge.Fields;
import dev.sealpost.api.shape.JsonType;
import dev.sealpost.api.shape.Member;
import dev.sealpost.api.shape.Shape;
import dev.sealpost.event.Violation;
import dev.sealpost.identifier.NearestName;
import dev.sealpost.request.CustomHeaders;
import dev.sealpost.signature.ClassicSignature;
import dev.sealpost.signature.Template;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads and shows the member {@code classicSignature} of an endpoint. The secret is never shown, and kept where it is absent. */
final class ClassicSignatureIn {

    private static final String NAME = "classicSignature";
    private static final String POINTER = "/" + NAME;
    private static final String SCHEME = "scheme";
    private static final String HEADER = "header";
    private static final String SIGNED = "signed";
    private static final String VALUE = "value";
    private static final String SECRET = "secret";
    private static final Set<String> MEMBERS = Set.of(SCHEME, HEADER, SIGNED, VALUE, SECRET);
    private static final int LONGEST = 256;

    /** Well-known schemes. */
    private enum KnownScheme {
        GITHUB("X-Hub-Signature-256", "{body}", "sha256={hex}"),
        STRIPE("Stripe-Signature", "{timestamp}.{body}", "t={timestamp},v1={hex}");

        private final String header;
        private final String signed;
        private final String value;

        KnownScheme(String header, String signed, String value) {
            this.header = header;
            this.signed = signed;
            this.value = value;
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static List<String> words() {
            return Arrays.stream(values()).map(KnownScheme::word).toList();
        }
    }

    /** Checked by {@link #changed}. */
    static final Shape SHAPE = Shape.of(
            "ClassicSignatureIn",
            Member.of(
                            SCHEME,
                            JsonType.oneOf(KnownScheme.words()),
                            "A well-known scheme, which gives header, signed and value.")
                    .orNull()
                    .like("\"github\""),
            text(HEADER, "Header of the signature.", "\"X-Signature\""),
            text(SIGNED, "Signed text, with the fields {body}, {timestamp} and {id}.", "\"{timestamp}.{body}\""),
            text(
                    VALUE,
                    "Value of the header, with the fields {hex} or {base64}, {timestamp} and {id}.",
                    "\"t={timestamp},v1={hex}\""),
            text(SECRET, "Text shared with the receiver; its UTF-8 bytes are the key of HMAC-SHA256.", "\"s3cr3t\""));

    static final Member MEMBER = Member.of(
                    NAME,
                    new JsonType.Nested(SHAPE),
                    "A further signature of each request, for receivers that already verify such a one; absent: none,"
                            + " or kept as it is.")
            .orNull();

    private ClassicSignatureIn() {}

    private static Member text(String name, String text, String example) {
        return Member.of(name, JsonType.text(1, LONGEST), text).orNull().like(example);
    }

    static Optional<ClassicSignature> changed(Fields fields, Optional<ClassicSignature> old) {
        Optional<JsonNode> node = fields.node(NAME);
        if (node.isEmpty()) {
            return old;
        }
        List<Violation> violations = new ArrayList<>();
        Optional<ClassicSignature> changed = node.get().isNull() ? Optional.empty() : read(node.get(), old, violations);
        fields.report(violations);
        return violations.isEmpty() ? changed : old;
    }

    private static Optional<ClassicSignature> read(
            JsonNode json, Optional<ClassicSignature> old, List<Violation> violations) {
        if (!json.isObject()) {
            violations.add(new Violation(POINTER, "an object or null is expected"));
            return Optional.empty();
        }
        json.fieldNames().forEachRemaining(name -> {
            if (!MEMBERS.contains(name)) {
                violations.add(Violation.ofMember(POINTER, name, "unknown member; " + NearestName.hint(name, MEMBERS)));
            }
        });
        Optional<KnownScheme> scheme = text(json, SCHEME, violations).flatMap(word -> scheme(word, violations));
        Optional<String> header = text(json, HEADER, violations)
                .or(() -> scheme.map(known -> known.header))
                .or(() -> old.map(ClassicSignature::header));
        Optional<String> signed = text(json, SIGNED, violations)
                .or(() -> scheme.map(known -> known.signed))
                .or(() -> old.map(before -> before.signed().text()));
        Optional<String> value = text(json, VALUE, violations)
                .or(() -> scheme.map(known -> known.value))
                .or(() -> old.map(before -> before.value().text()));
        Optional<String> secret = text(json, SECRET, violations).or(() -> old.map(ClassicSignature::secret));
        Map.of(HEADER, header, SIGNED, signed, VALUE, value, SECRET, secret).forEach((name, text) -> {
            if (text.isEmpty()) {
                violations.add(new Violation(POINTER + "/" + name, "this member is required"));
            }
        });
        return violations.isEmpty()
                ? create(
                        header.orElseThrow(),
                        signed.orElseThrow(),
                        value.orElseThrow(),
                        secret.orElseThrow(),
                        violations)
                : Optional.empty();
    }

    private static Optional<ClassicSignature> create(
            String header, String signed, String value, String secret, List<Violation> violations) {
        try {
            return Optional.of(new ClassicSignature(
                    CustomHeaders.requireName(header),
                    Template.parse(signed),
                    Template.parse(CustomHeaders.requireValue(value)),
                    secret));
        } catch (IllegalArgumentException e) {
            violations.add(new Violation(POINTER, String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    private static Optional<KnownScheme> scheme(String word, List<Violation> violations) {
        Optional<KnownScheme> scheme = Arrays.stream(KnownScheme.values())
                .filter(known -> known.word().equals(word))
                .findFirst();
        if (scheme.isEmpty()) {
            violations.add(new Violation(
                    POINTER + "/" + SCHEME,
                    "one of these is expected: " + String.join(", ", KnownScheme.words())
                            + "; or leave it out and give header, signed and value"));
        }
        return scheme;
    }

    private static Optional<String> text(JsonNode json, String name, List<Violation> violations) {
        JsonNode node = json.get(name);
        if (node == null || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isTextual() || node.textValue().isEmpty() || node.textValue().length() > LONGEST) {
            violations.add(new Violation(POINTER + "/" + name, "1 to " + LONGEST + " characters are expected"));
            return Optional.empty();
        }
        return Optional.of(node.textValue());
    }

    /** Returns the signature as it is shown. */
    static JsonNode show(ClassicSignature signature) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put(HEADER, signature.header());
        json.put(SIGNED, signature.signed().text());
        json.put(VALUE, signature.value().text());
        return json;
    }
}
