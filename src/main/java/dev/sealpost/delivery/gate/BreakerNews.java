package dev.sealpost.delivery.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What has happened to breakers, until it can be told without holding the gate up. Guarded by the gate. */
final class BreakerNews {

    private List<Consumer<OpenBreakers>> news = new ArrayList<>();

    void add(Consumer<OpenBreakers> what) {
        news.add(what);
    }

    /** What has not been handed out yet. */
    List<Consumer<OpenBreakers>> take() {
        if (news.isEmpty()) {
            return List.of();
        }
        List<Consumer<OpenBreakers>> taken = news;
        news = new ArrayList<>();
        return taken;
    }
}
