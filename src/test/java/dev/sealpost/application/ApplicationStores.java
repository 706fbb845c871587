package dev.sealpost.application;

import dev.sealpost.audit.AuditLogs;
import dev.sealpost.database.Writes;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes the store of applications for the tests of other packages. */
public final class ApplicationStores {

    private ApplicationStores() {}

    public static ApplicationStore over(Writes writes, JdbcClient reads) {
        return new ApplicationStore(writes, reads, audit(), Clock.systemUTC());
    }

    static AuditApplication audit() {
        return new AuditApplication(AuditLogs.ticking());
    }
}
