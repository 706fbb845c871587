package dev.sealpost.api.edge;

import java.util.List;

/** Thrown for invalid query parameters, headers or path segments. */
public final class InvalidParameterException extends RuntimeException {

    private final transient List<Invalid> all;

    /**
     * Invalid value.
     *
     * @param place {@code query}, {@code path} or {@code header}
     */
    record Invalid(String place, String name, String message) {}

    private InvalidParameterException(List<Invalid> all) {
        super(all.getFirst().message());
        this.all = List.copyOf(all);
    }

    public static InvalidParameterException ofQuery(String name, String message) {
        return of(new Invalid("query", name, message));
    }

    public static InvalidParameterException ofPath(String name, String message) {
        return of(new Invalid("path", name, message));
    }

    public static InvalidParameterException ofHeader(String name, String message) {
        return of(new Invalid("header", name, message));
    }

    private static InvalidParameterException of(Invalid one) {
        return new InvalidParameterException(List.of(one));
    }

    /**
     * @param invalid at least one
     */
    static InvalidParameterException ofAll(List<Invalid> invalid) {
        return new InvalidParameterException(invalid);
    }

    List<Invalid> all() {
        return all;
    }
}
