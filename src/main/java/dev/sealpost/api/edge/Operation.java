package dev.sealpost.api.edge;

import dev.sealpost.access.Permission;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Declares an operation of the API: what its caller needs, and what it does, for its description. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Operation {

    Permission needs();

    /** One sentence without a full stop that begins with a verb in the imperative, such as "Create an endpoint". */
    String summary();
}
