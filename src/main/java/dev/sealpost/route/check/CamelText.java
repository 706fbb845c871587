package dev.sealpost.route.check;

import dev.sealpost.delivery.FailureText;
import java.util.regex.Pattern;
import org.apache.camel.ResolveEndpointFailedException;

/** Converts failures of Camel to stable text for route authors, without class names. */
final class CamelText {

    private static final String MISCONFIGURED = "Camel cannot build this: an option is missing or has an invalid value";
    private static final Pattern OBJECT = Pattern.compile("@[0-9a-f]{2,}\\b");
    private static final Pattern CLASS = Pattern.compile(" on: org[.]apache[.]camel[.][\\w.$]+");

    private CamelText() {}

    static String of(Throwable root) {
        return switch (root) {
            case ResolveEndpointFailedException failure ->
                FailureText.clean(String.valueOf(failure.getMessage()).replaceFirst("(?s)^Failed to .*? due to: ", ""));
            case NullPointerException failure -> MISCONFIGURED;
            case ClassCastException failure -> MISCONFIGURED;
            case IndexOutOfBoundsException failure -> MISCONFIGURED;
            case StackOverflowError failure -> "the steps are nested too deeply for Camel";
            default ->
                root.getMessage() == null || root.getMessage().isBlank()
                        ? MISCONFIGURED
                        : FailureText.clean(
                                CLASS.matcher(stable(root.getMessage())).replaceAll(""));
        };
    }

    /** Removes hash codes of objects, which change in each round. */
    static String stable(String text) {
        return OBJECT.matcher(text).replaceAll("");
    }
}
