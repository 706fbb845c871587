package dev.sealpost.route;

import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.route.camel.EventCamel;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;

/** The route {@code r} in a real Camel context, with fakes behind it. */
public final class OneRoute implements AutoCloseable {

    public final EventCamel app = new EventCamel();

    /** Adds the steps after {@code from}. */
    public interface Steps {
        void add(RouteDefinition route);
    }

    public void from(String uri, Steps steps) throws Exception {
        app.with(new RouteBuilder() {
            @Override
            public void configure() {
                steps.add(from(uri).routeId("r"));
            }
        });
    }

    /** Adds a route that consumes orders and has one step, {@code the-step}. */
    public void that(Processor step) throws Exception {
        from("event:order.*", route -> route.process(step).id("the-step"));
    }

    /** Returns the outcome of the event {@code msg_1}. */
    public AttemptOutcome outcome() {
        return app.attempt("r", EventCamel.anEvent("msg_1")).outcome();
    }

    @Override
    public void close() {
        app.close();
    }
}
