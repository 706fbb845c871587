package dev.sealpost.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Gives HttpClient only allowed addresses. HttpClient connects to exactly these addresses, for names and literal addresses
 * alike, at every new connection; so the checked address is the one that is called.
 */
final class GuardedDnsResolver implements DnsResolver, AutoCloseable {

    private static final int IDLE_SECONDS = 30;

    private final AddressGuard guard;
    private final ThreadPoolExecutor threads;
    private final BoundedLookups lookups;

    GuardedDnsResolver(AddressGuard guard, NameLookup names, Duration deadline) {
        this.guard = guard;
        this.threads = new ThreadPoolExecutor(
                0,
                // A lookup that has just ended and its successor both hold a thread for a moment.
                2 * LookupTurns.RUNNING,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform().daemon().name("name-lookup-", 0).factory());
        this.lookups =
                new BoundedLookups(names, new LookupTurns(threads, System::nanoTime), deadline, System::nanoTime);
    }

    /**
     * Returns the allowed addresses of a host.
     *
     * @throws BlockedAddressException if all addresses of the host are blocked
     * @throws LookupsBusyException if too many other names are being looked up
     * @throws UnknownHostException if the host has no address, or the lookup timed out
     */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        Optional<byte[]> literal = LiteralAddress.parse(bare);
        return literal.isPresent() ? literal(bare, literal.get()) : allowed(bare, lookups.addresses(bare));
    }

    AddressGuard guard() {
        return guard;
    }

    /** Returns all addresses of a host that the operator configured. */
    InetAddress[] unguarded(String host) throws UnknownHostException {
        Optional<byte[]> literal = LiteralAddress.parse(host);
        return literal.isPresent()
                ? new InetAddress[] {AddressGuard.dialled(literal.get())}
                : lookups.addresses(host).toArray(InetAddress[]::new);
    }

    private InetAddress[] literal(String host, byte[] address) throws BlockedAddressException {
        Optional<String> refusal = guard.refusalOfLiteral(address);
        if (refusal.isPresent()) {
            throw new BlockedAddressException(host, refusal.get());
        }
        return new InetAddress[] {AddressGuard.dialled(address)};
    }

    private InetAddress[] allowed(String host, List<InetAddress> addresses) throws UnknownHostException {
        List<InetAddress> allowed = new ArrayList<>(addresses.size());
        Optional<String> firstRefusal = Optional.empty();
        for (InetAddress address : addresses) {
            Optional<String> refusal = guard.refusal(address);
            if (refusal.isEmpty()) {
                allowed.add(address);
            }
            firstRefusal = firstRefusal.or(() -> refusal);
        }
        if (allowed.isEmpty()) {
            throw firstRefusal.isPresent()
                    ? new BlockedAddressException(host, firstRefusal.get())
                    : new UnknownHostException(host + " has no address");
        }
        return allowed.toArray(InetAddress[]::new);
    }

    /** Returns the name itself: the canonical name would need another lookup without a deadline. */
    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
