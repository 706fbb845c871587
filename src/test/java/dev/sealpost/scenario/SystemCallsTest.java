package dev.sealpost.scenario;

import static dev.sealpost.scenario.SystemCalls.Step.ACCEPTED_WRITTEN;
import static dev.sealpost.scenario.SystemCalls.Step.JOURNAL_SYNCED;
import static dev.sealpost.scenario.SystemCalls.Step.REQUEST_READ;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SystemCallsTest {

    @Test
    void readsTheOrderOfWholeCalls() {
        List<String> trace = List.of(
                "11 read(7<TCP:[1->2]>, \"POST /api/v1/app/a/msg HTTP/1.1\\r\\n\"..., 8192) = 400",
                "12 fdatasync(9</data/journal/activemq-data-1.amq>) = 0",
                "11 write(7<TCP:[1->2]>, \"HTTP/1.1 202 \\r\\n\"..., 200) = 200");

        assertThat(SystemCalls.steps(trace)).containsExactly(REQUEST_READ, JOURNAL_SYNCED, ACCEPTED_WRITTEN);
        assertThat(SystemCalls.acceptedAfterSync(SystemCalls.steps(trace))).isEqualTo(1);
    }

    @Test
    void countsASyncWhenItEnds() {
        List<String> trace = List.of(
                "11 read(7<TCP:[1->2]>,  <unfinished ...>",
                "11 <... read resumed>\"POST /api/v1/app/a/msg HTTP/1.1\\r\\n\"..., 8192) = 400",
                "12 fdatasync(9</data/journal/activemq-data-1.amq> <unfinished ...>",
                "11 write(7<TCP:[1->2]>, \"HTTP/1.1 202 \\r\\n\"..., 200 <unfinished ...>",
                "12 <... fdatasync resumed>) = 0",
                "11 <... write resumed>) = 200");

        assertThat(SystemCalls.steps(trace)).containsExactly(REQUEST_READ, ACCEPTED_WRITTEN, JOURNAL_SYNCED);
        assertThatThrownBy(() -> SystemCalls.acceptedAfterSync(SystemCalls.steps(trace)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("before a sync");
    }

    @Test
    void doesNotTakeTheSyncOfAnotherFileForTheJournals() {
        List<String> trace = List.of("12 fdatasync(9</data/sealpost.db-wal>) = 0");

        assertThat(SystemCalls.steps(trace)).isEmpty();
    }

    @Test
    void doesNotTakeAnEarlierSyncForThisRequest() {
        List<SystemCalls.Step> steps = List.of(JOURNAL_SYNCED, REQUEST_READ, ACCEPTED_WRITTEN);

        assertThatThrownBy(() -> SystemCalls.acceptedAfterSync(steps)).isInstanceOf(AssertionError.class);
    }
}
