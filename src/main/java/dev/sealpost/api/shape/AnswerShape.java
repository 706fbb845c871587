package dev.sealpost.api.shape;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Declares the answer of an operation, where its return type and {@code @ResponseStatus} do not tell. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface AnswerShape {

    /** The answer: a record, or a class with a static field {@code SHAPE}; {@code void}: as the return type tells. */
    Class<?> value() default void.class;

    /** Statuses of success; none: as {@code @ResponseStatus} tells, or 200. */
    int[] statuses() default {};

    /** Media type of the answer. */
    String mediaType() default "application/json";
}
