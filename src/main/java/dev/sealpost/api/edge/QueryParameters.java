package dev.sealpost.api.edge;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names of the query parameters of an operation. Without this annotation it has none. Their types and bounds are declared in
 * the static field {@code PARAMETERS} of its class, or in {@link dev.sealpost.api.shape.ParameterShapes}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface QueryParameters {

    /** Parameters specific to this operation. */
    String[] value() default {};

    /** {@code limit}, {@code iterator} and {@code order}. */
    boolean page() default false;

    /** {@code before} and {@code after}. */
    boolean span() default false;

    /** {@code event_types}, {@code channel} and {@code tag}. */
    boolean labelled() default false;
}
