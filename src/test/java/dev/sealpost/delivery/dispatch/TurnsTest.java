package dev.sealpost.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.broker.guard.Shards;
import dev.sealpost.broker.message.OpenQueue;
import dev.sealpost.broker.message.ReceivedMessage;
import dev.sealpost.delivery.FakeMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two queues, of which one has a message and holds nearly all permits. */
class TurnsTest {

    private static final int PERMITS = 8;

    private static final class FakeQueue implements QueueSource, OpenQueue {

        private final String name;
        private boolean isEmpty;
        private int outstanding;

        FakeQueue(String name) {
            this.name = name;
        }

        @Override
        public OpenQueue open(boolean oneByOne) {
            return this;
        }

        @Override
        public void setHeadAside() {}

        @Override
        public IntakeStatus status() {
            return new IntakeStatus(System::nanoTime);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public long count() {
            return isEmpty ? 0 : 1;
        }

        @Override
        public boolean hasUndelivered() {
            return !isEmpty;
        }

        @Override
        public boolean isReady() {
            return !isEmpty;
        }

        @Override
        public boolean whenArrived(Runnable action) {
            return true;
        }

        @Override
        public int outstanding() {
            return outstanding;
        }

        @Override
        public Optional<ReceivedMessage> receive(Duration wait) {
            isEmpty = true;
            return Optional.of(new FakeMessage(1));
        }
    }

    private final FakeQueue loud = new FakeQueue(Shards.ALL.get(0));
    private final FakeQueue quiet = new FakeQueue(Shards.ALL.get(1));
    private final Arrivals arrivals = new Arrivals();
    private final Turns turns = new Turns(
            List.of(new QueueReader(loud, arrivals), new QueueReader(quiet, arrivals)),
            new FairShare(() -> loud.outstanding, PERMITS));

    @Test
    void looksAgainWithoutAnArrivalWhileAQueueWaitsForItsShare() {
        quiet.isEmpty = true;
        loud.outstanding = PERMITS - 1;
        turns.open();

        assertThat(turns.take()).isEmpty();
        assertThat(turns.areSignalled()).isFalse();

        loud.outstanding = 0;
        assertThat(turns.take()).isPresent();
        assertThat(turns.take()).isEmpty();
        assertThat(turns.areSignalled()).isTrue();
    }
}
