package dev.sealpost.source.sync;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Operations of {@code to: idmap:}. */
enum IdMapOperation {
    /** Looks up the id in the other system, and recognises an echo. Changes nothing. */
    FIND,

    /** Decides what to do with a change. */
    RECEIVE,

    /** Links a record that was found in the other system. */
    LINK,

    /** Decides whether to write over the present state of the other system. */
    COMPARE,

    /** Records that the change was written. */
    WRITTEN;

    /** @throws IllegalArgumentException with a message for the author of the route */
    static IdMapOperation parse(String text) {
        return Arrays.stream(values())
                .filter(operation -> operation.word().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the option operation=" + text + " must be one of "
                        + Arrays.stream(values()).map(IdMapOperation::word).collect(Collectors.joining(", "))));
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
