package dev.sealpost.connector.catalog;

/** Thrown if the parameters of a call do not fit its connector. The message names connector, parameter and remedy. */
public final class ParameterException extends RuntimeException {

    private final String parameter;
    private final String remedy;

    /** @param parameter as written in the route */
    ParameterException(String connector, String parameter, String reason, String remedy) {
        super("the parameter " + parameter + " of the connector " + connector + " " + reason);
        this.parameter = parameter;
        this.remedy = remedy;
    }

    public String parameter() {
        return parameter;
    }

    public String remedy() {
        return remedy;
    }
}
