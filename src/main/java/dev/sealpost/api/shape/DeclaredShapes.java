package dev.sealpost.api.shape;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Finds the declared shapes of operations. Thread-safe. */
public final class DeclaredShapes {

    private static final Map<Method, Shape> FOUND = new ConcurrentHashMap<>();

    private DeclaredShapes() {}

    /** Returns the shape of the body of an operation; empty if it reads none. */
    public static Optional<Shape> of(Method operation) {
        return Optional.ofNullable(operation.getAnnotation(BodyShape.class))
                .map(declared -> FOUND.computeIfAbsent(operation, method -> read(declared)));
    }

    /** Returns whether the operation reads a body that must not be absent. */
    public static boolean isBodyRequired(Method operation) {
        return Optional.ofNullable(operation.getAnnotation(BodyShape.class))
                .map(BodyShape::required)
                .orElse(false);
    }

    private static Shape read(BodyShape declared) {
        try {
            Field field = declared.value().getDeclaredField(declared.field());
            field.setAccessible(true);
            return (Shape) field.get(null);
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IllegalStateException(
                    declared.value().getName() + " has no static field " + declared.field() + " with a shape", e);
        }
    }
}
