package dev.sealpost.api;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.delivery.ReadLedger;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** In flight is what the test says; of the queues, {@code events} has 7 messages and the others 2. */
final class FakeOnTheWay implements ReadLedger.OnTheWay {

    final Map<ApplicationId, Long> inFlight = new ConcurrentHashMap<>();
    volatile boolean alone = true;

    @Override
    public ReadLedger.Held held() {
        return new ReadLedger.Held(3, inFlight);
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
