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
 * Gives HttpClient only addresses that may be called. HttpClient dials exactly what it gets here, names and literal
 * addresses alike, at every new connection; so the address that was checked is the one that is dialled.
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
                // While one that has ended makes room for the next, both have a thread.
                2 * LookupTurns.RUNNING,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform().daemon().name("name-lookup-", 0).factory());
        this.lookups =
                new BoundedLookups(names, new LookupTurns(threads, System::nanoTime), deadline, System::nanoTime);
    }

    /**
     * The addresses of a name, all of which may be called.
     *
     * @throws BlockedAddressException when the host has addresses, and none of them may be called
     * @throws LookupsBusyException when too many other names are being looked up
     * @throws UnknownHostException when it has none, or they were not found in time
     */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        Optional<byte[]> literal = LiteralAddress.parse(bare);
        return literal.isPresent() ? literal(bare, literal.get()) : allowed(bare, lookups.addresses(bare));
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

    /** The name itself: asking for its canonical form would be one more look-up without a deadline. */
    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
