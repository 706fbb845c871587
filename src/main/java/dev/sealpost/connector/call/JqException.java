package dev.sealpost.connector.call;

/** Thrown if a jq expression fails for its input. */
public final class JqException extends RuntimeException {

    /** @param message that the expression itself gave to {@code error} */
    JqException(String message, Throwable cause) {
        super(message, cause);
    }

    JqException(String expression, String reason, Throwable cause) {
        super("jq " + shortened(expression) + " fails: " + reason, cause);
    }

    private static String shortened(String expression) {
        String line = expression.strip().replaceAll("\\s+", " ");
        return line.length() <= 60 ? line : line.substring(0, 59) + "…";
    }
}
