package dev.sealpost.delivery.flight;

import java.util.HashSet;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Leases of the deliveries in flight on this node. Confined to the thread of the delivery loop. */
@Component
public final class HeldLeases {

    private final Set<String> tokens = new HashSet<>();

    public void add(InFlight delivery) {
        delivery.lease().ifPresent(lease -> tokens.add(lease.token()));
    }

    public void remove(InFlight delivery) {
        delivery.lease().ifPresent(lease -> tokens.remove(lease.token()));
    }

    public boolean has(String token) {
        return tokens.contains(token);
    }
}
