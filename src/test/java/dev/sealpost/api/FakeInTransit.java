package dev.sealpost.api;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.delivery.flight.HeldDeliveries;
import dev.sealpost.ledger.ReadLedger;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** In flight is what the test says; of the queues, {@code events} has 7 messages and the others 2. */
public final class FakeInTransit implements ReadLedger.InTransit {

    public final Map<ApplicationId, Long> inFlight = new ConcurrentHashMap<>();
    public volatile boolean alone = true;

    @Override
    public HeldDeliveries held() {
        return new HeldDeliveries(3, inFlight);
    }

    @Override
    public long inQueue(String queue) {
        return queue.equals("events") ? 7 : 2;
    }

    @Override
    public boolean isAlone() {
        return alone;
    }
}
