package dev.sealpost.api.shape;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Declares the shape of the body of an operation. An operation without it reads no body. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface BodyShape {

    /** The class that holds the shape. */
    Class<?> value();

    /** The static field of that class. */
    String field() default "SHAPE";

    /** False: the body may be absent, which means an object without members. */
    boolean required() default true;

    /** Media types of other bodies, JSON objects of another shape that their own specification describes. */
    String[] others() default {};
}
