package dev.sealpost.source.webhook;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.springframework.context.annotation.Import;

/** What the tests of other packages need of inbound webhooks. */
@Import(InboundConfiguration.class)
public final class SourceParts {

    /** What a start ends with that finds a source without secrets. */
    public static InvalidSourceException failureOfASourceWithoutSecrets() {
        return catchThrowableOfType(
                InvalidSourceException.class, () -> TestSources.with(Map.of("sources.github.application", "shop")));
    }
}
