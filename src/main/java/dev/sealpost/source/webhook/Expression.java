package dev.sealpost.source.webhook;

import com.fasterxml.jackson.core.JsonPointer;
import dev.sealpost.signature.Template;
import dev.sealpost.signature.Template.Part;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Extracts a text from a webhook: templates with the fields {@code /json/pointer}, <code>header:&lt;name&gt;</code> and {@code
 * bodySha256}. The first template whose fields are all present applies.
 */
record Expression(List<Template> templates) {

    static final String HEADER = "header:";
    static final String BODY_DIGEST = "bodySha256";

    Expression {
        templates = List.copyOf(templates);
    }

    /**
     * Parses templates. A text that begins with a slash and has no field is a JSON pointer.
     *
     * @throws IllegalArgumentException with a message for users
     */
    static Expression parse(List<String> texts) {
        return new Expression(texts.stream().map(Expression::template).toList());
    }

    private static Template template(String text) {
        Template template = text.startsWith("/") && text.indexOf('{') < 0
                ? new Template(List.of(new Part.Field(text)))
                : Template.parse(text);
        template.fields().forEach(Expression::check);
        return template;
    }

    private static void check(String field) {
        if (field.startsWith("/")) {
            JsonPointer.compile(field);
        } else if (!field.equals(BODY_DIGEST) && !(field.startsWith(HEADER) && field.length() > HEADER.length())) {
            throw new IllegalArgumentException(
                    "{" + field + "} is not one of {/json/pointer}, {header:<name>}, {" + BODY_DIGEST + "}");
        }
    }

    Optional<String> of(WebhookFields webhook) {
        return texts(webhook, UnaryOperator.identity()).findFirst();
    }

    /** Returns every text that resolves, in order. */
    Stream<String> texts(WebhookFields webhook, UnaryOperator<String> clean) {
        return templates.stream().flatMap(template -> fill(template, webhook, clean).stream());
    }

    private static Optional<String> fill(Template template, WebhookFields webhook, UnaryOperator<String> clean) {
        StringBuilder text = new StringBuilder();
        for (Part part : template.parts()) {
            switch (part) {
                case Part.Literal(String literal) -> text.append(literal);
                case Part.Field(String name) -> {
                    Optional<String> value = webhook.field(name).map(clean).filter(filled -> !filled.isEmpty());
                    if (value.isEmpty()) {
                        return Optional.empty();
                    }
                    text.append(value.get());
                }
            }
        }
        return Optional.of(text.toString());
    }
}
