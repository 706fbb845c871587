package dev.sealpost.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.node.FatalErrorHandler;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Status;

class NodeHealthIndicatorTest {

    private final FatalErrorHandler breakdown = new FatalErrorHandler(exitCode -> {});
    private final NodeHealthIndicator indicator = new NodeHealthIndicator(breakdown);

    @Test
    void isUpUntilAPartCannotGoOn() {
        assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);

        breakdown.report(FatalErrorHandler.Cause.DISK, "journal", new IOException("bad sector"));

        assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(indicator.health().getDetails().get("reason")).asString().contains("bad sector");
    }
}
