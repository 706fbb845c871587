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

    /** Refuses also the public addresses that this machine has now: our own doors are not a customer's receiver. */
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

    /** Refuses also these; for tests of {@link #refusingThisMachine}. */
    AddressGuard refusing(Set<InetAddress> addresses) {
        return new AddressGuard(allowed, addresses);
    }

    /** The name of the rule that refuses this address, or empty when it may be called. */
    public Optional<String> refusal(InetAddress address) {
        Optional<String> refusal = refusal(address.getAddress());
        return refusal.isEmpty() && own.contains(address) && !isAllowed(address.getAddress())
                ? Optional.of("own-address")
                : refusal;
    }

    /**
     * The same for an address as it was written: {@link InetAddress} forgets that an IPv4 address came as an IPv4-mapped
     * one.
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
     * Checks a URL when it is stored. A name passes: what it stands for is checked at every dial.
     *
     * @throws IllegalArgumentException with a message for users, when its host is an address that may not be called
     */
    public void requireAllowedLiteral(OutboundUrl url) {
        Optional<byte[]> address = LiteralAddress.parse(url.host());
        address.flatMap(this::refusalOfLiteral).ifPresent(rule -> {
            throw new IllegalArgumentException(
                    "the URL leads to " + url.host() + ", an address that may not be called (" + rule + ")");
        });
    }

    /** Both the address as written and the one that would be dialled. */
    Optional<String> refusalOfLiteral(byte[] address) {
        return refusal(address).or(() -> refusal(dialled(address)));
    }

    /** @param address 4 or 16 bytes */
    static InetAddress dialled(byte[] address) {
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no address has " + address.length + " bytes", e);
        }
    }
}
