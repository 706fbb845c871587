package dev.sealpost.route.event;

import static dev.sealpost.route.camel.EventCamel.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.delivery.AttemptOutcome.Succeeded;
import dev.sealpost.route.camel.EventCamel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdempotencyKeyTest {

    private final IdempotencyKey key = new IdempotencyKey();

    @AutoClose
    private final EventCamel app = new EventCamel();

    private String uuid(@Nullable String eventId, String scope) {
        return key.uuid(new DefaultExchange(app.camel), eventId, scope);
    }

    @Test
    void isTheSameForTheSameEventAndScope() {
        assertThat(uuid("msg_1", "a")).isEqualTo(uuid("msg_1", "a"));
        assertThat(uuid("msg_1", "a"))
                .isNotEqualTo(uuid("msg_2", "a"))
                .isNotEqualTo(uuid("msg_1", "b"))
                // the same as in releases without parts and rounds
                .isEqualTo("31af5bdd-5efb-374b-9ed2-b536b956c624");
    }

    @Test
    void isThatOfTheBatchWhereThereIsNoSingleEvent() {
        Exchange exchange = new DefaultExchange(app.camel);
        exchange.getMessage().setHeader("SealpostBatchId", "batch_1");

        assertThat(key.uuid(exchange, null, "a"))
                .isEqualTo(uuid("batch_1", "a"))
                .isNotEqualTo(uuid("batch_1-1", "a"));
    }

    // Fault 24: two lines of one variant are two changes.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "split: {expression: {constant: '1,2'}, steps: [%s]} | 2",
                "split: {expression: {constant: '1,2,3,4,5,6'}, parallelProcessing: true, steps: [%s]} | 6",
                "loop: {expression: {constant: 3}, steps: [%s]} | 3",
                "loop: {expression: {constant: 2}, steps: [{split: {expression: {constant: '1,2'}, steps: [%s]}}]} | 4",
                "split: {expression: {constant: '1,2'}, steps: [{loop: {expression: {constant: 2}, steps: [%s]}}]} | 4",
                "split: {expression: {constant: '1,2'}, steps: [{split: {expression: {constant: '3,4'}, steps: [%s, %s]}}]} | 4",
                "split: {expression: {constant: '1,2'}, parallelProcessing: true, steps: [{split: {expression: {constant: '3,4'}, parallelProcessing: true, steps: [%s]}}]} | 4",
                "multicast: {parallelProcessing: true, steps: [%s, %s]} | 2",
                "multicast: {steps: [{split: {expression: {constant: '1,2'}, steps: [%s]}}, %s]} | 3",
                "recipientList: {parallelProcessing: true, expression: {constant: 'direct:one,direct:two'}} | 2"
            })
    void differsByPartAndRoundButNotByRetry(String steps, int keys) throws Exception {
        Map<String, Integer> seen = new ConcurrentHashMap<>();
        app.camel.getRegistry().bind("idempotencyKey", key);
        app.camel.getRegistry().bind("keep", (Processor)
                exchange -> seen.merge(exchange.getMessage().getBody(String.class), 1, Integer::sum));
        String step = "{pipeline: {steps: [{bean: {ref: idempotencyKey, method: uuid}}, {process: {ref: keep}}]}}";
        String file = """
                - route:
                    id: r
                    from:
                      uri: event:order.created
                      steps:
                        - setProperty: {name: idempotencyScope, expression: {constant: stock}}
                        - %s
                        - %s
                - route: {id: one, from: {uri: 'direct:one', steps: [%s]}}
                - route: {id: two, from: {uri: 'direct:two', steps: [%s]}}
                """.formatted(steps.replace("%s", step), step, step, step);
        app.load("routes/r.camel.yaml", file);

        List<Map<String, Integer>> runs = IntStream.range(0, 3)
                .mapToObj(run -> {
                    seen.clear();
                    assertThat(app.attempt("r", anEvent("msg_1")).outcome()).isEqualTo(new Succeeded());
                    return Map.copyOf(seen);
                })
                .toList();

        // the steps inside the loop, and the step after it
        assertThat(runs.getFirst()).hasSize(keys + 1);
        assertThat(runs).containsOnly(runs.getFirst());
    }

    @Test
    void requiresAnEvent() {
        assertThatThrownBy(() -> uuid(null, "a")).hasMessageContaining("SealpostEventId");
    }
}
