package dev.sealpost.api.inbound;

import dev.sealpost.api.edge.BodyRoom;
import dev.sealpost.database.Snapshots;
import dev.sealpost.event.IngestRefusedException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;

/** Decides whether an inbound webhook is read at all. */
public final class InboundAdmission {

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Snapshots snapshots;
    private final BodyRoom room;

    public InboundAdmission(Snapshots snapshots, BodyRoom room) {
        this.snapshots = snapshots;
        this.room = room;
    }

    /**
     * Makes room for its body.
     *
     * @throws IngestRefusedException while this node is starting
     */
    BodyRoom.Held enter(HttpServletRequest request) {
        if (!snapshots.loaded()) {
            throw new IngestRefusedException("This node is starting; nothing was taken.", RETRY);
        }
        return room.open(request.getRemoteAddr());
    }
}
