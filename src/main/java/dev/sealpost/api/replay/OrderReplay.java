package dev.sealpost.api.replay;

import dev.sealpost.api.edge.IdempotencyHeader;
import dev.sealpost.replay.Replay;
import dev.sealpost.replay.Replays;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** Starts a replay. A request with the same {@code idempotency-key} returns the one already started. */
@Component
class OrderReplay {

    private final Replays replays;
    private final Clock clock;

    OrderReplay(Replays replays, Clock clock) {
        this.replays = replays;
        this.clock = clock;
    }

    ReplayOut order(HttpServletRequest request, Replay.ReplayRequest order) {
        Replay.Id id = IdempotencyHeader.of(request)
                .map(key -> Replay.Id.derived(request.getRequestURI(), key))
                .orElseGet(() -> Replay.Id.at(clock.instant()));
        return ReplayOut.of(replays.begin(id, order));
    }
}
