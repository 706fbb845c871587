package dev.sealpost.connector.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.connector.GuardedVendorClient;
import dev.sealpost.connector.VendorRequest;
import dev.sealpost.connector.credential.TokenServer.Answer;
import dev.sealpost.database.Dialect;
import dev.sealpost.database.OnDatabase;
import dev.sealpost.database.SqlWork;
import dev.sealpost.database.TestDatabase;
import dev.sealpost.database.UrgentReads;
import dev.sealpost.database.Writes;
import dev.sealpost.egress.EgressClients;
import dev.sealpost.log.SecretValues;
import dev.sealpost.node.HandClock;
import dev.sealpost.signature.SecretCipher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Refresh tokens that the vendor replaces with each use, on two nodes that share a database. */
class RefreshTokenTest {

    private static final SecretCipher CIPHER = new SecretCipher(new byte[SecretCipher.KEY_LENGTH], "the test");

    private final HandClock clock = new HandClock(Instant.parse("2026-11-30T10:00:00Z"));

    @TempDir
    private Path folder = Path.of("set by JUnit");

    private EgressClients clients;
    private TokenServer server;
    private RotatingVendor vendor;

    @BeforeEach
    void open() throws IOException {
        clients = new EgressClients();
        server = new TokenServer();
        vendor = new RotatingVendor();
        server.answers(vendor::answer);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        clients.close();
    }

    /** Accepts each refresh token once. */
    private static final class RotatingVendor {

        private String valid = "refresh-0";
        private int number;
        private int refused;

        synchronized Answer answer(TokenServer.Asked asked) {
            if (!valid.equals(asked.form().get("refresh_token"))) {
                refused++;
                return Answer.of(400, "{\"error\":\"invalid_grant\"}");
            }
            number++;
            valid = "refresh-" + number;
            return Answer.of(
                    200,
                    "{\"access_token\":\"access-" + number + "\",\"refresh_token\":\"" + valid
                            + "\",\"expires_in\":3600,\"api_domain\":\"https://eu.example\"}");
        }
    }

    private Credential node(Writes writes, TestDatabase database, String more) {
        // The same run on SQLite, because there no other run can be alive.
        TokenRows rows = new TokenRows(writes, new UrgentReads(database.reads()), CIPHER, database.leaseHolder("run"));
        CredentialDefinition definition = new CredentialHome(folder)
                .credentials("crm:\n  kind: oauth2-refresh-token\n  tokenUrl: " + server.url()
                        + "\n  clientId: id\n  clientSecret: client-secret-1\n  urlFromToken: api_domain\n" + more)
                .read()
                .definition("crm")
                .orElseThrow();
        return new CreateCredential(
                        new GuardedVendorClient(clients.connectors()),
                        new KeepTokens(
                                rows, new HandedOver(folder, CIPHER), "run/" + System.identityHashCode(rows), clock),
                        clock)
                .create(definition);
    }

    private Credential node(TestDatabase database) {
        return node(database.writes(), database, "  refreshToken: refresh-0\n");
    }

    private static void expire(TestDatabase database) {
        database.change(
                sql -> sql.sql("UPDATE credential_token SET expires_at = 1").update());
    }

    private static VendorRequest authorized(Credential credential) {
        return credential.authorize(
                new VendorRequest("GET", "https://api.example", Map.of(), Optional.empty()), new Placement.Standard());
    }

    @OnDatabase
    void keepsTheNewRefreshTokenForTheNextNode(TestDatabase database) {
        assertThat(node(database).secret()).isEqualTo("access-1");
        assertThat(node(database).secret()).as("kept").isEqualTo("access-1");
        assertThat(node(database).url()).contains("https://eu.example");
        assertThat(server.asked()).hasSize(1);
        assertThat(server.asked().getFirst().form())
                .isEqualTo(Map.of("grant_type", "refresh_token", "refresh_token", "refresh-0"));

        expire(database);
        assertThat(node(database).secret()).isEqualTo("access-2");
        assertThat(server.asked().getLast().form()).containsEntry("refresh_token", "refresh-1");
    }

    @OnDatabase
    void oneNodeRefreshesForAll(TestDatabase database) throws Exception {
        List<Credential> nodes = List.of(node(database), node(database));

        for (int round = 1; round <= 3; round++) {
            List<Future<String>> secrets = new ArrayList<>();
            try (var routes = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int route = 0; route < 20; route++) {
                    Credential node = nodes.get(route % 2);
                    secrets.add(routes.submit(node::secret));
                }
            }
            for (Future<String> secret : secrets) {
                assertThat(secret.get()).isEqualTo("access-" + round);
            }
            expire(database);
            clock.advance(Duration.ofHours(1));
        }
        assertThat(server.asked()).hasSize(3);
        assertThat(vendor.refused).isZero();
    }

    @OnDatabase
    void takesTheTokenThatAnotherNodeFetchedAfterA401(TestDatabase database) {
        Credential here = node(database);
        Credential there = node(database);
        VendorRequest first = authorized(here);
        VendorRequest alike = authorized(there);

        assertThat(here.rejected(first)).isTrue();
        assertThat(here.secret()).isEqualTo("access-2");
        assertThat(there.rejected(alike)).isTrue();
        assertThat(there.secret()).isEqualTo("access-2");

        assertThat(server.asked()).hasSize(2);
    }

    @OnDatabase
    void waitsForTheNodeThatRefreshes(TestDatabase database) throws Exception {
        node(database).secret();
        expire(database);
        TokenRows rows = new TokenRows(
                database.writes(), new UrgentReads(database.reads()), CIPHER, database.leaseHolder("run"));
        assertThat(rows.lease("crm", "run/other")).isTrue();

        try (var routes = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> waiting = routes.submit(node(database)::secret);
            KeptTokens tokens = rows.find("crm").orElseThrow().tokens().orElseThrow();
            KeptTokens next =
                    new KeptTokens(tokens.origin(), "refresh-9", Optional.of("access-9"), tokens.life(), tokens.url());
            assertThat(waiting.isDone()).isFalse();
            assertThat(rows.keep("crm", 1, next, Optional.of(Duration.ofHours(1))))
                    .isTrue();
            assertThat(waiting.get()).isEqualTo("access-9");
        }
        assertThat(server.asked()).hasSize(1);
    }

    /** Such as those of an account that was connected meanwhile, or of the node that took the lease when it was over. */
    @OnDatabase
    void overwritesNoTokensThatWereKeptMeanwhile(TestDatabase database) {
        node(database).secret();
        expire(database);
        TokenRows rows = new TokenRows(
                database.writes(), new UrgentReads(database.reads()), CIPHER, database.leaseHolder("run"));
        KeptTokens before = rows.find("crm").orElseThrow().tokens().orElseThrow();
        server.answers(asked -> {
            rows.replace(
                    "crm",
                    new KeptTokens(before.origin(), "refresh-9", Optional.of("access-9"), before.life(), before.url()));
            return vendor.answer(asked);
        });

        assertThat(node(database).secret()).isEqualTo("access-2");

        assertThat(node(database).secret()).isEqualTo("access-9");
    }

    @OnDatabase
    void startsAgainFromAChangedFile(TestDatabase database) {
        node(database).secret();
        vendor.valid = "refresh-new";

        assertThat(node(database.writes(), database, "  refreshToken: refresh-new\n")
                        .secret())
                .isEqualTo("access-2");
        assertThat(server.asked().getLast().form()).containsEntry("refresh_token", "refresh-new");
    }

    @OnDatabase
    void keepsTheOldRefreshTokenWhereTheVendorSendsNone(TestDatabase database) {
        server.answers(200, "{\"access_token\":\"access-1\",\"expires_in\":3600}");
        node(database).secret();
        expire(database);
        node(database).secret();

        assertThat(server.asked().getLast().form()).containsEntry("refresh_token", "refresh-0");
    }

    @OnDatabase
    void keepsNothingReadable(TestDatabase database) {
        node(database).secret();

        byte[] sealed = database.reads()
                .sql("SELECT sealed FROM credential_token")
                .query((row, number) -> row.getBytes(1))
                .single();
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("refresh-1", "access-1");
        assertThat(SecretValues.mask("refresh-0 refresh-1 access-1")).isEqualTo("… … …");
    }

    /** The process ends between the answer of the vendor and the commit: the new refresh token is lost. */
    @OnDatabase
    void saysWhatToDoAfterACrashBeforeTheCommit(TestDatabase database) {
        AtomicBoolean isDead = new AtomicBoolean();
        Credential crashing = node(failing(database, isDead::get), database, "  refreshToken: refresh-0\n");
        server.answers(asked -> {
            isDead.set(true);
            return vendor.answer(asked);
        });
        crashing.secret();
        database.change(
                sql -> sql.sql("UPDATE credential_token SET held_until = 1").update()); // the lease has ended

        server.answers(vendor::answer);
        assertThatThrownBy(node(database)::secret)
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("the refresh token of crm was revoked or has expired: write a new one into its"
                        + " member refreshToken in config/credentials.yaml");

        vendor.valid = "refresh-by-hand";
        assertThat(node(database.writes(), database, "  refreshToken: refresh-by-hand\n")
                        .secret())
                .isEqualTo("access-2");
    }

    /** The database is away when the vendor has answered: the node tries again to keep the new refresh token. */
    @OnDatabase
    void keepsTheTokensLaterWhenTheDatabaseIsAway(TestDatabase database) {
        AtomicBoolean isAway = new AtomicBoolean();
        Credential here = node(failing(database, isAway::get), database, "  refreshToken: refresh-0\n");
        server.answers(asked -> {
            isAway.set(true);
            return vendor.answer(asked);
        });

        assertThat(here.secret()).isEqualTo("access-1");
        isAway.set(false);
        clock.advance(Duration.ofSeconds(5));
        assertThat(here.secret()).isEqualTo("access-1");

        assertThat(server.asked()).hasSize(1);
        assertThat(node(database).secret()).as("kept").isEqualTo("access-1");
    }

    /** A vendor that is asked with a replaced refresh token may void all tokens of the account. */
    @OnDatabase
    void neverUsesARefreshTokenThatTheVendorHasReplaced(TestDatabase database) {
        AtomicInteger failures = new AtomicInteger();
        Credential here = node(
                failing(database, () -> failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0),
                database,
                "  refreshToken: refresh-0\n");
        server.answers(asked -> {
            failures.set(3); // keeping the tokens, ending the lease, and keeping them again
            return vendor.answer(asked);
        });
        here.secret();
        server.answers(vendor::answer);
        clock.advance(Duration.ofHours(2));

        assertThatThrownBy(here::secret)
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("the database does not take");
        assertThat(vendor.refused).isZero();

        clock.advance(Duration.ofMinutes(1));
        assertThat(here.secret()).isEqualTo("access-2");
        assertThat(vendor.refused).isZero();
    }

    @OnDatabase(Dialect.SQLITE)
    void saysThatTheDatabaseFails(TestDatabase database) {
        Credential here = node(failing(database, () -> true), database, "  refreshToken: refresh-0\n");

        assertThatThrownBy(here::secret)
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("the tokens of crm are kept in the database, which fails");
        assertThat(server.asked()).isEmpty();
    }

    @OnDatabase(Dialect.SQLITE)
    void doesNotWaitForAnEarlierRun(TestDatabase database) {
        TokenRows dead = new TokenRows(
                database.writes(), new UrgentReads(database.reads()), CIPHER, database.leaseHolder("dead"));
        dead.lease("crm", "dead/other");

        assertThat(node(database).secret()).isEqualTo("access-1");
    }

    private static Writes failing(TestDatabase database, BooleanSupplier isAway) {
        Writes writes = database.writes();
        return new Writes() {
            @Override
            public <T> T write(SqlWork<T> work) {
                if (isAway.getAsBoolean()) {
                    throw new IllegalStateException("away");
                }
                return writes.write(work);
            }
        };
    }
}
