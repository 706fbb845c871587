package dev.sealpost.route.check;

import dev.sealpost.route.event.FailureText;
import java.util.regex.Pattern;
import org.apache.camel.ResolveEndpointFailedException;

/** Converts failures of Camel to stable text for route authors, without class names. */
final class CamelText {

    private static final String SENSELESS = "Camel cannot build this: an option is missing or cannot have its value";
    private static final Pattern OBJECT = Pattern.compile("@[0-9a-f]{2,}\\b");
    private static final Pattern CLASS = Pattern.compile(" on: org[.]apache[.]camel[.][\\w.$]+");

    private CamelText() {}

    static String of(Throwable root) {
        return switch (root) {
            case ResolveEndpointFailedException unfit ->
                FailureText.clean(String.valueOf(unfit.getMessage()).replaceFirst("(?s)^Failed to .*? due to: ", ""));
            case NullPointerException unfit -> SENSELESS;
            case ClassCastException unfit -> SENSELESS;
            case IndexOutOfBoundsException unfit -> SENSELESS;
            case StackOverflowError unfit -> "this is nested too deep for Camel";
            default ->
                root.getMessage() == null || root.getMessage().isBlank()
                        ? SENSELESS
                        : FailureText.clean(
                                CLASS.matcher(stable(root.getMessage())).replaceAll(""));
        };
    }

    /** Without the numbers that tell objects apart: they are others in each round. */
    static String stable(String text) {
        return OBJECT.matcher(text).replaceAll("");
    }
}
