package dev.sealpost.connector.catalog;

import java.util.Optional;

/** Thrown if the parameters of a call do not fit its connector. The message names connector, parameter and remedy. */
public final class ParameterException extends RuntimeException {

    private final String connector;
    private final Optional<String> parameter;
    private final String remedy;

    /** @param parameter as written in the route */
    public ParameterException(String connector, String parameter, String reason, String remedy) {
        this(connector, Optional.of(parameter), describe(connector, parameter, reason), remedy);
    }

    private ParameterException(String connector, Optional<String> parameter, String message, String remedy) {
        super(message);
        this.connector = connector;
        this.parameter = parameter;
        this.remedy = remedy;
    }

    static ParameterException missing(String connector, String parameter, String remedy) {
        return new ParameterException(
                connector, Optional.empty(), describe(connector, parameter, "is missing"), remedy);
    }

    private static String describe(String connector, String parameter, String reason) {
        return "the parameter " + parameter + " of the connector " + connector + " " + reason;
    }

    public String connector() {
        return connector;
    }

    /** Returns the name of the parameter in the route; empty if it is missing there. */
    public Optional<String> parameter() {
        return parameter;
    }

    public String remedy() {
        return remedy;
    }
}
