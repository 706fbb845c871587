package dev.sealpost.application;

import dev.sealpost.database.Conditions;
import dev.sealpost.database.Snapshots;
import dev.sealpost.database.Writes;
import dev.sealpost.node.DataDirectory;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Creates the first API token and writes it to the file {@code api-token} in the data directory. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class FirstToken implements ApplicationRunner {

    static final String FILE = "api-token";

    private static final Logger LOG = LoggerFactory.getLogger(FirstToken.class);

    private final Writes writes;
    private final JdbcClient reads;
    private final DataDirectory data;
    private final Clock clock;

    FirstToken(Writes writes, JdbcClient reads, DataDirectory data, Clock clock) {
        this.writes = writes;
        this.reads = reads;
        this.data = data;
        this.clock = clock;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        if (hasToken(reads)) {
            data.storedSecret(FILE); // fails if the file was emptied, which does not revoke the token
            return;
        }
        String hash = ApiTokens.hash(data.secret(FILE));
        if (writes.write(sql -> store(sql, hash))) {
            LOG.info("api-token.created file={}", data.resolve(FILE));
        }
    }

    /** Stores the token; returns false if another node was faster. */
    private boolean store(JdbcClient sql, String hash) {
        long version = Snapshots.nextVersion(sql);
        if (hasToken(sql)) {
            return false;
        }
        sql.sql("INSERT INTO api_token (hash, name, created_at, revoked, version) VALUES (?, ?, ?, FALSE, ?)")
                .params(hash, "first", clock.millis(), version)
                .update();
        return true;
    }

    private static boolean hasToken(JdbcClient sql) {
        return new Conditions().matchAnyOf(sql, "api_token");
    }
}
