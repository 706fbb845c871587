package dev.sealpost.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Name servers that do not answer hurt the names they are of, and no others. Fault 13. */
@Timeout(30)
class SlowNameServersTest {

    private static final Duration DEADLINE = Duration.ofMillis(300);
    private static final AddressGuard GUARD = AddressGuard.allowing(List.of());
    private static final List<InetAddress> ADDRESSES =
            List.of(AddressGuard.dialled(LiteralAddress.parse("8.8.8.8").orElseThrow()));

    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger hanging = new AtomicInteger();
    private GuardedDnsResolver resolver;

    /** Names that begin with "dead" hang until the test is over. */
    private List<InetAddress> addresses(String name) throws UnknownHostException {
        if (name.startsWith("dead")) {
            hanging.incrementAndGet();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new UnknownHostException(name);
        }
        return ADDRESSES;
    }

    @BeforeEach
    void open() {
        resolver = new GuardedDnsResolver(GUARD, this::addresses, DEADLINE);
    }

    @AfterEach
    void end() {
        over.countDown();
        resolver.close();
    }

    /** Asks for them all at once and returns when as many hang as may. */
    private void hang(int most, List<String> names) {
        names.forEach(name -> Thread.ofVirtual().start(() -> {
            try {
                resolver.resolve(name);
            } catch (UnknownHostException e) {
                // As it should be.
            }
        }));
        Awaitility.await().until(() -> hanging.get() >= Math.min(most, names.size()));
    }

    private static List<String> dead(String pattern, int count) {
        return IntStream.range(0, count).mapToObj(pattern::formatted).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 32, 200})
    void findsAHealthyNameWhileOthersHang(int count) throws Exception {
        hang(count, dead("dead.example%d.com", count));

        assertThat(resolver.resolve("healthy.example.org")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"dead%d.example.com", "dead.%d.example.co.uk", "dead-%d.a.b.example.net"})
    void givesOneDomainNoMoreThanItsShare(String pattern) throws Exception {
        hang(LookupTurns.OF_ONE_DOMAIN, dead(pattern, 250));

        assertThat(resolver.resolve("healthy.example.org")).hasSize(1);
        assertThat(hanging).hasValue(LookupTurns.OF_ONE_DOMAIN);
    }

    @Test
    void saysThatItIsBusyInsteadOfBlamingTheName() {
        hang(LookupTurns.RUNNING, dead("dead.example%d.com", LookupTurns.RUNNING));

        assertThatThrownBy(() -> resolver.resolve("healthy.example.org")).isInstanceOf(LookupsBusyException.class);
    }

    @Test
    void blamesTheNameWhoseOwnLookUpHangs() {
        assertThatThrownBy(() -> resolver.resolve("dead.example.com"))
                .isExactlyInstanceOf(UnknownHostException.class)
                .hasMessageContaining("took longer than 300 ms");
    }

    @Test
    void givesAnOldAddressWhileItIsAskedForAnew() throws Exception {
        // Given a name that was found once, and whose name server does not answer any more
        AtomicLong nanos = new AtomicLong();
        AtomicInteger asked = new AtomicInteger();
        BoundedLookups lookups = lookups(nanos, name -> asked.incrementAndGet() == 1 ? ADDRESSES : addresses("dead"));
        lookups.addresses("once.example");

        // When it is asked for after a while
        nanos.addAndGet(BoundedLookups.FOUND_FOR.toNanos());
        assertThat(lookups.addresses("once.example")).isEqualTo(ADDRESSES);
        Awaitility.await().until(() -> hanging.get() == 1);

        // Then there is an end to that
        nanos.addAndGet(BoundedLookups.STALE_FOR.toNanos());
        assertThatThrownBy(() -> lookups.addresses("once.example")).isInstanceOf(UnknownHostException.class);
    }

    @Test
    void givesAnOldAddressWhileThereIsNoNewOne() throws Exception {
        AtomicLong nanos = new AtomicLong();
        AtomicInteger asked = new AtomicInteger();
        BoundedLookups lookups = new BoundedLookups(
                name -> {
                    if (asked.incrementAndGet() == 1) {
                        return ADDRESSES;
                    }
                    throw new UnknownHostException(name);
                },
                new LookupTurns(Runnable::run, nanos::get),
                DEADLINE,
                nanos::get);
        lookups.addresses("once.example");

        List<List<InetAddress>> given = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            nanos.addAndGet(BoundedLookups.FOUND_FOR.toNanos());
            given.add(lookups.addresses("once.example"));
        }

        assertThat(given).containsOnly(ADDRESSES);
        assertThat(asked).hasValue(6);
    }

    @Test
    void trustsASlowDomainAgainWhenItAnswers() throws Exception {
        AtomicLong nanos = new AtomicLong();
        LookupTurns turns = new LookupTurns(Runnable::run, nanos::get);

        turns.offer("a.example.com", () -> nanos.addAndGet(LookupTurns.SLOW.toNanos()));
        assertThat(turns.isSlow("b.example.com")).isTrue();
        assertThat(turns.isSlow("example.org")).isFalse();
        turns.offer("b.example.com", () -> {});

        assertThat(turns.isSlow("a.example.com")).isFalse();
    }

    @Test
    void givesSlowDomainsAFewThreadsTogether() {
        // Given as many domains as there are threads, all of them slow
        AtomicLong nanos = new AtomicLong();
        List<Runnable> started = new ArrayList<>();
        LookupTurns turns = new LookupTurns(started::add, nanos::get);
        for (int i = 0; i < LookupTurns.RUNNING; i++) {
            turns.offer("dead.example" + i + ".com", () -> {});
        }
        nanos.addAndGet(LookupTurns.SLOW.toNanos());
        List.copyOf(started).forEach(Runnable::run);
        started.clear();

        // When they are all asked for again
        for (int i = 0; i < LookupTurns.RUNNING; i++) {
            turns.offer("dead.example" + i + ".com", () -> {});
        }

        assertThat(started).hasSize(LookupTurns.OF_SLOW_DOMAINS);
        turns.offer("healthy.example.org", () -> {});
        assertThat(started).hasSize(LookupTurns.OF_SLOW_DOMAINS + 1);
    }

    private static BoundedLookups lookups(AtomicLong nanos, NameLookup names) {
        return new BoundedLookups(
                names, new LookupTurns(work -> Thread.ofVirtual().start(work), nanos::get), DEADLINE, nanos::get);
    }
}
