package dev.sealpost.audit;

import dev.sealpost.node.NodeNames;
import java.time.Clock;

/** Audit logs for tests of other packages. */
public final class AuditLogs {

    private AuditLogs() {}

    public static AuditLog plain() {
        return new AuditLog(NodeNames.any(), Clock.systemUTC());
    }
}
