package dev.sealpost.scenario;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** Log of the senders: each event before it is sent, and its token once the application has accepted it. */
final class SendLog implements AutoCloseable {

    /** One event about to be sent. */
    record Draft(String token, Audience audience, String payload) {}

    private static final int LARGE = 101 * 1024;
    private static final int ONE_IN = 50;

    private final DurableFile intents;
    private final DurableFile acked;
    private final List<Audience> audiences;
    private final AtomicLong drafted = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();

    SendLog(Path folder, List<Audience> audiences) throws IOException {
        intents = new DurableFile(folder.resolve(History.INTENTS));
        acked = new DurableFile(folder.resolve(History.ACKED));
        this.audiences = List.copyOf(audiences);
    }

    /** Writes the next event down; one in fifty is larger than Artemis keeps in its journal file. */
    Draft draft(String sender, RandomGenerator random) {
        Audience audience = audiences.get(random.nextInt(audiences.size()));
        return draft(sender, audience, random.nextInt(ONE_IN) == 0 ? LARGE : random.nextInt(400));
    }

    /** Writes an event of this size for this audience down. */
    Draft draft(String sender, Audience audience, int size) {
        String token = sender + "-" + drafted.incrementAndGet();
        String filling = "x".repeat(size);
        String payload = "{\"token\":\"" + token + "\", \"amount\": 1.10,\"filling\":\"" + filling + "\"}";
        String digest = Digest.sha256(payload.getBytes(StandardCharsets.UTF_8));
        intents.append(new Intent(token, audience.paths(), digest).line());
        return new Draft(token, audience, payload);
    }

    void acked(Draft draft) {
        acked.append(draft.token());
        answered.incrementAndGet();
    }

    /** Events that were answered as kept. */
    long answered() {
        return answered.get();
    }

    @Override
    public void close() throws IOException {
        intents.close();
        acked.close();
    }
}
