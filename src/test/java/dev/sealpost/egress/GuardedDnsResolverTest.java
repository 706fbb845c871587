package dev.sealpost.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class GuardedDnsResolverTest {

    private static final LookupTurns AT_ONCE = new LookupTurns(Runnable::run, () -> 0);

    private static final NameLookup NEVER = name -> {
        throw new AssertionError(name + " is a literal");
    };

    @Test
    void givesTheAllowedAddressesOfANameInTheirOrder() throws Exception {
        try (GuardedDnsResolver resolver = resolver(answering("8.8.8.8", "10.0.0.1", "2606:4700::1"))) {
            assertThat(resolver.resolve("mixed.example")).containsExactly(addresses("8.8.8.8", "2606:4700::1"));
        }
    }

    @Test
    void namesTheRuleWhenNoAddressIsLeft() {
        try (GuardedDnsResolver resolver = resolver(answering("10.0.0.1", "::1"))) {
            assertThatThrownBy(() -> resolver.resolve("inside.example"))
                    .isInstanceOfSatisfying(
                            BlockedAddressException.class,
                            blocked -> assertThat(blocked.rule()).isEqualTo("private"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "[::1]", "::ffff:8.8.8.8", "169.254.169.254"})
    void refusesLiteralsWithoutAskingAnyone(String host) {
        try (GuardedDnsResolver resolver = resolver(NEVER)) {
            assertThatThrownBy(() -> resolver.resolve(host)).isInstanceOf(BlockedAddressException.class);
        }
    }

    @Test
    void passesPublicLiterals() throws Exception {
        try (GuardedDnsResolver resolver = resolver(NEVER)) {
            assertThat(resolver.resolve("8.8.8.8")).containsExactly(addresses("8.8.8.8"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.1", "2130706433", "0", "localhost"})
    void refusesWhatTheSystemReadsAsLoopback(String host) {
        try (GuardedDnsResolver resolver = resolver(NameLookup.ofTheSystem())) {
            assertThatThrownBy(() -> resolver.resolve(host)).isInstanceOf(BlockedAddressException.class);
        }
    }

    @Test
    void checksAgainAtEachDial() throws Exception {
        // Given a name whose first answer is public and whose second is not
        List<List<InetAddress>> answers = List.of(List.of(addresses("8.8.8.8")), List.of(addresses("127.0.0.1")));
        Clock clock = new Clock();
        AddressGuard guard = AddressGuard.allowing(List.of());
        int[] asked = {0};
        BoundedLookups lookups =
                new BoundedLookups(name -> answers.get(asked[0]++), AT_ONCE, Duration.ofSeconds(2), () -> clock.nanos);

        // When the first answer has grown old
        InetAddress first = lookups.addresses("rebind.example").getFirst();
        clock.nanos += BoundedLookups.FOUND_FOR.toNanos();
        InetAddress second = lookups.addresses("rebind.example").getFirst();

        // Then what would be dialled is what is checked
        assertThat(guard.refusal(first)).isEmpty();
        assertThat(guard.refusal(second)).hasValue("loopback");
    }

    @Test
    void remembersAnswersForAWhileAndFailuresForLess() throws Exception {
        Clock clock = new Clock();
        int[] asked = {0};
        BoundedLookups lookups = new BoundedLookups(
                name -> {
                    asked[0]++;
                    if (name.equals("missing.example")) {
                        throw new UnknownHostException(name);
                    }
                    return List.of(addresses("8.8.8.8"));
                },
                AT_ONCE,
                Duration.ofSeconds(2),
                () -> clock.nanos);

        lookups.addresses("found.example");
        clock.nanos += BoundedLookups.FOUND_FOR.toNanos() - 1;
        lookups.addresses("FOUND.example");
        assertThat(asked[0]).isEqualTo(1);

        assertThatThrownBy(() -> lookups.addresses("missing.example")).isInstanceOf(UnknownHostException.class);
        clock.nanos += BoundedLookups.MISSING_FOR.toNanos() - 1;
        assertThatThrownBy(() -> lookups.addresses("missing.example")).isInstanceOf(UnknownHostException.class);
        assertThat(asked[0]).isEqualTo(2);
        clock.nanos += 1;
        assertThatThrownBy(() -> lookups.addresses("missing.example")).isInstanceOf(UnknownHostException.class);
        assertThat(asked[0]).isEqualTo(3);
    }

    @Test
    void forgetsTheOldestNameWhenThereAreTooMany() throws Exception {
        int[] asked = {0};
        BoundedLookups lookups = new BoundedLookups(
                name -> {
                    asked[0]++;
                    return List.of(addresses("8.8.8.8"));
                },
                AT_ONCE,
                Duration.ofSeconds(2),
                () -> 0);
        for (int i = 0; i <= BoundedLookups.MOST_NAMES; i++) {
            lookups.addresses("n" + i + ".example");
        }

        lookups.addresses("n1.example");
        assertThat(asked[0]).isEqualTo(BoundedLookups.MOST_NAMES + 1);
        lookups.addresses("n0.example");
        assertThat(asked[0]).isEqualTo(BoundedLookups.MOST_NAMES + 2);
    }

    @Test
    void givesUpOnASlowNameServer() {
        CountDownLatch done = new CountDownLatch(1);
        NameLookup slow = name -> {
            try {
                done.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new UnknownHostException(name);
        };
        try (GuardedDnsResolver resolver =
                new GuardedDnsResolver(AddressGuard.allowing(List.of()), slow, Duration.ofMillis(50))) {
            assertThatThrownBy(() -> resolver.resolve("slow.example"))
                    .isInstanceOf(UnknownHostException.class)
                    .hasMessageContaining("longer than 50 ms");
        } finally {
            done.countDown();
        }
    }

    private static final class Clock {
        long nanos;
    }

    private static GuardedDnsResolver resolver(NameLookup names) {
        return new GuardedDnsResolver(AddressGuard.allowing(List.of()), names, Duration.ofSeconds(2));
    }

    private static NameLookup answering(String... literals) {
        return name -> List.of(addresses(literals));
    }

    private static InetAddress[] addresses(String... literals) {
        return Arrays.stream(literals)
                .map(literal ->
                        AddressGuard.dialled(LiteralAddress.parse(literal).orElseThrow()))
                .toArray(InetAddress[]::new);
    }
}
