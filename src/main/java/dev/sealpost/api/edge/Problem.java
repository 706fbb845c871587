package dev.sealpost.api.edge;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sealpost.delivery.StorableText;
import dev.sealpost.event.Violation;
import dev.sealpost.event.message.MalformedJsonException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/**
 * Body of every error: {@code {"code", "detail"}}, where detail is a sentence, or the list of violations (422).
 *
 * @param detail a {@code String} or a list of {@link Item}
 * @param line of malformed JSON, from 1
 * @param column in that line, in bytes, from 1
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Problem(String code, Object detail, Optional<Integer> line, Optional<Integer> column) {

    /**
     * Invalid value.
     *
     * @param loc location: {@code body}, {@code query} or {@code header}, and the path to the value
     * @param pointer that path in a body as a JSON pointer (RFC 6901)
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Item(List<String> loc, String msg, String type, Optional<String> pointer) {

        Item {
            loc = loc.stream().map(part -> StorableText.of(part, LONGEST_ECHO)).toList();
            msg = StorableText.of(msg, LONGEST_ECHO);
            pointer = pointer.map(text -> StorableText.of(text, LONGEST_ECHO));
        }
    }

    /** Maximum length of request text that an answer quotes. */
    private static final int LONGEST_ECHO = 1_000;

    private static final String VALUE_ERROR = "value_error";

    static Problem of(String code, String detail) {
        return new Problem(code, StorableText.of(detail, LONGEST_ECHO), Optional.empty(), Optional.empty());
    }

    /** Creates a problem with the text of its status. */
    static Problem of(HttpStatusCode status) {
        HttpStatus known = HttpStatus.resolve(status.value());
        if (known == null) {
            return of("error", "the request failed with the status " + status.value());
        }
        return of(known.name().toLowerCase(Locale.ROOT), known.getReasonPhrase());
    }

    static Problem malformed(MalformedJsonException e) {
        return new Problem(
                "malformed_json",
                "the body cannot be read as JSON: " + e.getMessage() + " (line " + e.line() + ", column " + e.column()
                        + ")",
                Optional.of(e.line()),
                Optional.of(e.column()));
    }

    static Problem invalidBody(List<Violation> violations) {
        return invalid(violations.stream()
                .map(each -> new Item(path(each.pointer()), each.message(), VALUE_ERROR, Optional.of(each.pointer())))
                .toList());
    }

    static Problem invalidParameter(InvalidParameterException e) {
        return invalid(e.all().stream()
                .map(each ->
                        new Item(List.of(each.place(), each.name()), each.message(), VALUE_ERROR, Optional.empty()))
                .toList());
    }

    private static Problem invalid(List<Item> items) {
        return new Problem("validation", items, Optional.empty(), Optional.empty());
    }

    private static List<String> path(String pointer) {
        return Stream.concat(
                        Stream.of("body"),
                        Arrays.stream(pointer.split("/", -1))
                                .skip(1)
                                .map(part -> part.replace("~1", "/").replace("~0", "~")))
                .toList();
    }
}
