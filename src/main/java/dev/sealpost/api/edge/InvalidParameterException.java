package dev.sealpost.api.edge;

/** Thrown for an invalid query parameter, header or path segment. */
public final class InvalidParameterException extends RuntimeException {

    private final String place;
    private final String name;

    private InvalidParameterException(String place, String name, String message) {
        super(message);
        this.place = place;
        this.name = name;
    }

    public static InvalidParameterException ofQuery(String name, String message) {
        return new InvalidParameterException("query", name, message);
    }

    public static InvalidParameterException ofPath(String name, String message) {
        return new InvalidParameterException("path", name, message);
    }

    public static InvalidParameterException ofHeader(String name, String message) {
        return new InvalidParameterException("header", name, message);
    }

    String place() {
        return place;
    }

    String name() {
        return name;
    }
}
