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
        return field(declared.value(), declared.field())
                .orElseThrow(() -> new IllegalStateException(
                        declared.value().getName() + " has no static field " + declared.field() + " with a shape"));
    }

    /** Returns the declared query parameter of an operation; empty if nothing declares it. */
    public static Optional<Member> parameter(Method operation, String name) {
        return field(operation.getDeclaringClass(), "PARAMETERS")
                .flatMap(own -> own.find(name))
                .or(() -> ParameterShapes.COMMON.find(name));
    }

    /** Returns the shape of an answer that no record describes; empty if its class declares none. */
    public static Optional<Shape> ofAnswer(Class<?> answer) {
        return field(answer, "SHAPE");
    }

    private static Optional<Shape> field(Class<?> type, String name) {
        try {
            Field field = type.getDeclaredField(name);
            if (!field.getType().equals(Shape.class)) {
                return Optional.empty();
            }
            field.setAccessible(true);
            return Optional.of((Shape) field.get(null));
        } catch (NoSuchFieldException e) {
            return Optional.empty();
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(type.getName() + "." + name + " cannot be read", e);
        }
    }
}
