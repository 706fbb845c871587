package dev.sealpost.connector.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.connector.VendorRequest;
import dev.sealpost.connector.credential.Credential;
import dev.sealpost.connector.credential.CredentialKind;
import dev.sealpost.connector.credential.Placement;
import dev.sealpost.connector.limit.CredentialLimits.Permit;
import dev.sealpost.database.Dialect;
import dev.sealpost.database.DirectWrites;
import dev.sealpost.database.OnDatabase;
import dev.sealpost.database.SqlWork;
import dev.sealpost.database.TestDatabase;
import dev.sealpost.database.UrgentReads;
import dev.sealpost.database.Writes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;

class SharedLimitsTest {

    private static final Duration SOME_TIME = Duration.ofMinutes(5);

    private final AtomicLong nanos = new AtomicLong();

    private SharedLimits node(TestDatabase database) {
        return new SharedLimits(
                new PauseRows(database.writes(), new UrgentReads(database.reads()), database.dialect()), nanos::get);
    }

    private void later(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @OnDatabase
    void pausesOnThisNodeAtOnceAndOnOthersWithinASecond(TestDatabase database) {
        SharedLimits here = node(database);
        SharedLimits there = node(database);
        assertThat(there.pause("shop")).isEmpty();

        here.pause("shop", SOME_TIME);

        assertThat(here.pause("shop")).contains(SOME_TIME);
        assertThat(here.pause("other")).isEmpty();
        later(Duration.ofSeconds(1));
        assertThat(there.pause("shop").orElseThrow()).isPositive();
        assertThat(there.pause("other")).isEmpty();
    }

    @OnDatabase
    void readsAtMostOnceASecondForAllCredentials(TestDatabase database) {
        SharedLimits here = node(database);
        SharedLimits there = node(database);
        there.pause("any");

        here.pause("shop", SOME_TIME);
        later(Duration.ofMillis(999));
        assertThat(there.pause("shop")).as("no read yet").isEmpty();

        later(Duration.ofMillis(1));
        there.pause("any");
        database.change(sql -> sql.sql("DELETE FROM credential_pause").update());
        assertThat(there.pause("shop")).as("read together with another").isPresent();
    }

    @OnDatabase
    void endsWithItsTime(TestDatabase database) {
        SharedLimits here = node(database);
        here.pause("shop", SOME_TIME);
        database.change(
                sql -> sql.sql("UPDATE credential_pause SET paused_until = 1").update());

        later(SOME_TIME.minusMillis(1));
        assertThat(here.pause("shop")).contains(Duration.ofMillis(1));

        later(Duration.ofMillis(1));
        assertThat(here.pause("shop")).isEmpty();
        assertThat(node(database).pause("shop")).isEmpty();
    }

    @OnDatabase
    void keepsTheLongerPause(TestDatabase database) {
        SharedLimits here = node(database);
        SharedLimits there = node(database);
        here.pause("shop", SOME_TIME);
        here.pause("shop", Duration.ofSeconds(1));
        there.pause("shop", Duration.ofSeconds(2));

        assertThat(here.pause("shop")).contains(SOME_TIME);
        assertThat(node(database).pause("shop").orElseThrow()).isGreaterThan(Duration.ofMinutes(4));
    }

    @OnDatabase
    void writesOnceWhenManyAnswersAskForTheSame(TestDatabase database) {
        DirectWrites writes = database.writes();
        SharedLimits here = new SharedLimits(
                new PauseRows(writes, new UrgentReads(database.reads()), database.dialect()), nanos::get);

        for (int answer = 0; answer < 20; answer++) {
            later(Duration.ofMillis(20));
            here.pause("shop", SOME_TIME);
        }

        assertThat(writes.transactions()).isEqualTo(1);
    }

    @OnDatabase
    void believesNoPauseLongerThanADay(TestDatabase database) {
        SharedLimits here = node(database);
        here.pause("shop", Duration.ofDays(20_000));
        assertThat(here.pause("shop")).contains(SharedLimits.LONGEST);

        database.change(sql -> sql.sql("UPDATE credential_pause SET paused_until = 9223372036854775807")
                .update());
        SharedLimits there = node(database);
        assertThat(there.pause("shop")).contains(SharedLimits.LONGEST);
        there.pause("other", Duration.ofSeconds(-1));
        assertThat(there.pause("other")).isEmpty();
    }

    @OnDatabase(Dialect.SQLITE)
    void pausesWithoutADatabase(TestDatabase database) {
        SharedLimits here = new SharedLimits(
                new PauseRows(
                        new Writes() {
                            @Override
                            public <T> T write(SqlWork<T> work) {
                                throw new IllegalStateException("down");
                            }
                        },
                        new UrgentReads(database.reads()),
                        database.dialect()),
                nanos::get);
        database.change(sql -> sql.sql("DROP TABLE credential_pause").update());

        here.pause("shop", SOME_TIME);
        later(Duration.ofSeconds(1));

        assertThat(here.pause("shop")).contains(SOME_TIME.minusSeconds(1));
    }

    @OnDatabase
    void limitsTheRequestsOfThisNodeAtOneTime(TestDatabase database) {
        SharedLimits limits = node(database);
        Credential two = new Account("shop", OptionalInt.of(2));
        Permit first = limits.enter(two, Duration.ZERO).orElseThrow();
        assertThat(limits.enter(two, Duration.ZERO)).isPresent();

        assertThat(limits.enter(two, Duration.ofMillis(1))).isEmpty();
        first.close();
        first.close();
        assertThat(limits.enter(two, Duration.ZERO)).isPresent();
        assertThat(limits.enter(two, Duration.ZERO)).isEmpty();
    }

    @OnDatabase
    void limitsNothingByDefault(TestDatabase database) {
        SharedLimits limits = node(database);
        Credential any = new Account("shop", OptionalInt.empty());

        for (int i = 0; i < 100; i++) {
            assertThat(limits.enter(any, Duration.ZERO)).isPresent();
        }
    }

    private record Account(String name, OptionalInt concurrency) implements Credential {

        @Override
        public CredentialKind kind() {
            return CredentialKind.BEARER;
        }

        @Override
        public Optional<String> url() {
            return Optional.empty();
        }

        @Override
        public Map<String, String> values() {
            return Map.of();
        }

        @Override
        public String secret() {
            return "secret";
        }

        @Override
        public VendorRequest authorize(VendorRequest request, Placement placement) {
            return request;
        }

        @Override
        public boolean rejected(VendorRequest authorized) {
            return false;
        }
    }
}
