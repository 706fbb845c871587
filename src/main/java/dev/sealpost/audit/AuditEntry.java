package dev.sealpost.audit;

import java.time.Instant;

/**
 * Entry of the audit log.
 *
 * @param node name of the node that made the change
 */
public record AuditEntry(String id, Instant time, String node, Actor actor, Change change) {}
