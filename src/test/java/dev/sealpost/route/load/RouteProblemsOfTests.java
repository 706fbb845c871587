package dev.sealpost.route.load;

import java.time.Clock;

/** Makes {@link RouteProblems} for the tests of other packages. */
public final class RouteProblemsOfTests {

    private RouteProblemsOfTests() {}

    public static RouteProblems none() {
        return new RouteProblems(Clock.systemUTC());
    }
}
