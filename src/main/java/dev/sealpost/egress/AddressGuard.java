package dev.sealpost.egress;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides which addresses may be called. Threads may share it. */
public final class AddressGuard {

    private final List<AddressRange> allowed;
    private final Set<InetAddress> own;

    private AddressGuard(List<AddressRange> allowed, Set<InetAddress> own) {
        this.allowed = List.copyOf(allowed);
        this.own = Set.copyOf(own);
    }

    /**
     * Refuses every special address outside these networks.
     *
     * @param networks such as {@code 127.0.0.0/8}
     * @throws IllegalArgumentException with a message for operators, when one is not a network
     */
    public static AddressGuard allowing(List<String> networks) {
        return new AddressGuard(networks.stream().map(AddressRange::parse).toList(), Set.of());
    }

    /** Also refuses the current public addresses of this machine: our own listeners are not receivers. */
    AddressGuard refusingThisMachine() {
        try {
            return new AddressGuard(
                    allowed,
                    NetworkInterface.networkInterfaces()
                            .flatMap(NetworkInterface::inetAddresses)
                            .collect(Collectors.toSet()));
        } catch (SocketException e) {
            throw new IllegalStateException(
                    "The network addresses of this machine cannot be read: " + e.getMessage(), e);
        }
    }

    /** Also refuses these addresses; for tests of {@link #refusingThisMachine}. */
    AddressGuard refusing(Set<InetAddress> addresses) {
        return new AddressGuard(allowed, addresses);
    }

    /** Returns the name of the rule that refuses this address; empty if it may be called. */
    public Optional<String> refusal(InetAddress address) {
        Optional<String> refusal = refusal(address.getAddress());
        return refusal.isEmpty() && own.contains(address) && !isAllowed(address.getAddress())
                ? Optional.of("own-address")
                : refusal;
    }

    /**
     * Checks an address as written: {@link InetAddress} turns an IPv4-mapped address into an IPv4 address.
     */
    Optional<String> refusal(byte[] address) {
        return isAllowed(address) ? Optional.empty() : SpecialAddresses.ruleFor(address);
    }

    private boolean isAllowed(byte[] address) {
        for (AddressRange range : allowed) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Checks a URL when it is stored. Host names pass: their addresses are checked at every connection.
     *
     * @throws IllegalArgumentException with a message for users, if its host is a blocked address
     */
    public void requireAllowedLiteral(OutboundUrl url) {
        Optional<byte[]> address = LiteralAddress.parse(url.host());
        address.flatMap(this::refusalOfLiteral).ifPresent(rule -> {
            throw new IllegalArgumentException(
                    "the URL must not point to " + url.host() + ", a blocked address (" + rule + ")");
        });
    }

    /** Checks the address as written and the address that would be connected to. */
    Optional<String> refusalOfLiteral(byte[] address) {
        return refusal(address).or(() -> refusal(dialled(address)));
    }

    /** @param address 4 or 16 bytes */
    static InetAddress dialled(byte[] address) {
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an IP address has 4 or 16 bytes, not " + address.length, e);
        }
    }
}
