package dev.sealpost.source;

import dev.sealpost.application.ApplicationId;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * What rows that are read together have in common.
 *
 * @param source the name of the poll; with the key of a row it makes the id of its event
 * @param application for a row that names none; may be empty
 * @param now when the page is published, to the millisecond
 * @param applications finds one by its id or uid
 */
record OutboxPage(
        String source, String application, Instant now, Function<String, Optional<ApplicationId>> applications) {}
