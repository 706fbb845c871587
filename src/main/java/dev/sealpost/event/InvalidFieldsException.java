package dev.sealpost.event;

import java.util.List;
import java.util.stream.Collectors;

/** Well-formed JSON with invalid values. */
public final class InvalidFieldsException extends RuntimeException {

    private final transient List<Violation> violations;

    public InvalidFieldsException(List<Violation> violations) {
        super(violations.stream()
                .map(violation -> violation.pointer() + ": " + violation.message())
                .collect(Collectors.joining("; ")));
        this.violations = List.copyOf(violations);
    }

    public List<Violation> violations() {
        return violations;
    }
}
