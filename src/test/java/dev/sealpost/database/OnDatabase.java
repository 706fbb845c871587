package dev.sealpost.database;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test that runs on each of these databases, with an empty {@link TestDatabase} where it or its set-up asks for one. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(RunOnDatabase.class)
public @interface OnDatabase {

    Dialect[] value() default {Dialect.SQLITE, Dialect.POSTGRESQL};
}
