package dev.sealpost.source.poll;

import dev.sealpost.application.ApplicationId;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Values shared by the rows of one page.
 *
 * @param source name of the poll; the id of an event is derived from it and the key of the row
 * @param application application of rows that name none; may be empty
 * @param now time of publication, in milliseconds precision
 * @param applications finds an application by id or uid
 */
record OutboxPage(
        String source, String application, Instant now, Function<String, Optional<ApplicationId>> applications) {}
