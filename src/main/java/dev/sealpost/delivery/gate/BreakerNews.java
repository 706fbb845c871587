package dev.sealpost.delivery.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Collects breaker changes until they can be published outside the gate's lock. Guarded by the gate. */
final class BreakerNews {

    private List<Consumer<OpenBreakers>> news = new ArrayList<>();

    void add(Consumer<OpenBreakers> change) {
        news.add(change);
    }

    /** Removes and returns the collected changes. */
    List<Consumer<OpenBreakers>> take() {
        if (news.isEmpty()) {
            return List.of();
        }
        List<Consumer<OpenBreakers>> taken = news;
        news = new ArrayList<>();
        return taken;
    }
}
