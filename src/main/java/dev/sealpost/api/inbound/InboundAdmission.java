package dev.sealpost.api.inbound;

import dev.sealpost.api.edge.BodyRoom;
import dev.sealpost.database.Snapshots;
import dev.sealpost.event.IngestRefusedException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;

/** Admission control for inbound webhooks, before their body is read. */
public final class InboundAdmission {

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Snapshots snapshots;
    private final BodyRoom room;

    public InboundAdmission(Snapshots snapshots, BodyRoom room) {
        this.snapshots = snapshots;
        this.room = room;
    }

    /**
     * Opens the memory reservation of the body.
     *
     * @throws IngestRefusedException while this node is starting
     */
    BodyRoom.Held enter(HttpServletRequest request) {
        if (!snapshots.loaded()) {
            throw new IngestRefusedException("This node is starting; nothing was accepted.", RETRY);
        }
        return room.open(request.getRemoteAddr());
    }
}
