package dev.sealpost.source.webhook;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.springframework.context.annotation.Import;

/** Parts of inbound webhooks for the tests of other packages. */
@Import(InboundConfiguration.class)
public final class SourceParts {

    /** Returns the failure of a start that finds a source without secrets. */
    public static InvalidSourceException failureOfASourceWithoutSecrets() {
        return catchThrowableOfType(
                InvalidSourceException.class, () -> TestSources.with(Map.of("sources.github.application", "shop")));
    }
}
