package dev.sealpost.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.broker.message.OutgoingMessage;
import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.delivery.FakeMessage;
import dev.sealpost.delivery.flight.HeldLeases;
import dev.sealpost.delivery.gate.Gate;
import dev.sealpost.delivery.record.RecordingStore;
import dev.sealpost.event.IngestWindow;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

/** The delivery loop over the recorder of a store, without a broker. */
final class LoopRig implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final Dispatcher dispatcher;
    final LeaseDueRows leaseDueRows;
    private final RecordingStore store;
    private final Gate gate;
    private final DeliveryLoop loop;

    /** @param parkingQueue gets what is no event */
    LoopRig(
            RecordingStore store,
            Gate gate,
            DestinationLookup admission,
            Backlog backlog,
            Consumer<OutgoingMessage> parkingQueue) {
        this.store = store;
        this.gate = gate;
        Clock clock = store.clock;
        dispatcher = new Dispatcher(gate, store.recorder, clock);
        leaseDueRows = new LeaseDueRows(gate, admission, backlog, store.recorder, clock);
        loop = new DeliveryLoop(
                store.recorder,
                dispatcher,
                leaseDueRows,
                new ParkNotUnderstood(
                        new Parking(parkingQueue, new IntakeStatus(System::nanoTime)), store.recorder, clock),
                new SweepExpired(store.reads, store.recorder, clock),
                new HeldLeases(),
                new IngestWindow(1024, Duration.ZERO, System::nanoTime));
    }

    void start() {
        loop.start();
        store.isStartedElsewhere();
    }

    FakeMessage arrives(FakeMessage message) {
        assertThat(gate.awaitRoom(PATIENCE.toNanos())).isTrue();
        store.recorder.submit(store.arrival(message));
        return message;
    }

    @Override
    public void close() {
        loop.close();
    }
}
