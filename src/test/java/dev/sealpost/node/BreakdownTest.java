package dev.sealpost.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BreakdownTest {

    private final List<Integer> exitCodes = new ArrayList<>();
    private final FatalErrorHandler breakdown = new FatalErrorHandler(exitCodes::add);

    @Test
    void hasNoReasonAsLongAsAllGoesOn() {
        assertThat(breakdown.reason()).isEmpty();
        assertThat(exitCodes).isEmpty();
    }

    @Test
    void endsTheProcessOnceAndKeepsTheFirstReason() {
        breakdown.report(FatalErrorHandler.Cause.DISK, "journal", new IOException("bad sector"));
        breakdown.report(FatalErrorHandler.Cause.SOFTWARE, "broker", new IllegalStateException("stopped"));

        assertThat(exitCodes).containsExactly(74);
        assertThat(breakdown.reason())
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains("journal").contains("bad sector"));
    }
}
