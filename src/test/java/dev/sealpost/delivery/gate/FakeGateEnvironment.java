package dev.sealpost.delivery.gate;

import dev.sealpost.delivery.BreakerListener;
import dev.sealpost.delivery.OpenBreaker;
import dev.sealpost.node.Registry;
import dev.sealpost.subscription.DestinationId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Environment of a gate under test: a clock that the test moves, live nodes, and a record of the changes of breakers. */
public final class FakeGateEnvironment {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    final List<String> heard = new ArrayList<>();
    final OpenBreakers breakers =
            new OpenBreakers(new Moved(), new DestinationId("deleted")::equals, Registry.of(watch()));
    private long nanos;
    private int nodes = 1;

    /** Real time, one node, nobody who listens. */
    public static GateEnvironment alone() {
        Clock clock = Clock.systemUTC();
        return new GateEnvironment(
                clock, System::nanoTime, () -> 1, new OpenBreakers(clock, gone -> false, new Registry<>()));
    }

    GateEnvironment gateEnvironment() {
        return new GateEnvironment(new Moved(), () -> nanos, () -> nodes, breakers);
    }

    void nodes(int live) {
        nodes = live;
    }

    void pass(Duration time) {
        nanos += time.toNanos();
    }

    long nanos() {
        return nanos;
    }

    Instant now() {
        return START.plusNanos(nanos);
    }

    private BreakerListener watch() {
        return new BreakerListener() {
            @Override
            public void opened(OpenBreaker breaker) {
                heard.add("opened " + breaker.destination());
            }

            @Override
            public void closed(OpenBreaker breaker) {
                heard.add("closed " + breaker.destination());
            }
        };
    }

    private final class Moved extends Clock {

        @Override
        public Instant instant() {
            return now();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
