package dev.sealpost.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.AttemptOutcome.Succeeded;
import dev.sealpost.route.load.RouteFilesRig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.apache.camel.component.direct.DirectComponent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After {@code from: event:}, each step that fails also fails the attempt, or the file is refused. */
class SettlementTest {

    private static HttpServer failing;

    @RegisterExtension
    private final RouteFilesRig rig = new RouteFilesRig();

    @BeforeAll
    static void serve() throws Exception {
        failing = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        failing.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/fine") ? 200 : 500, -1);
            exchange.close();
        });
        failing.start();
    }

    @AfterAll
    static void stop() {
        failing.stop(0);
    }

    /**
     * Returns a route with these steps in YAML flow style. FAIL is a call that is answered 500, FINE one that is answered 200.
     */
    private static String route(String steps) {
        return "- route:\n    id: orders\n    from:\n      uri: event:order.*\n      steps: [%s]\n"
                .formatted(calls(steps));
    }

    private static String calls(String steps) {
        String server = "http://127.0.0.1:" + failing.getAddress().getPort();
        return steps.replace("FAIL", "{to: \"" + server + "/fail?httpMethod=POST\"}")
                .replace("FINE", "{to: \"" + server + "/fine?httpMethod=POST\"}")
                .replace("SERVER", server);
    }

    private AttemptOutcome outcome(String text) throws Exception {
        rig.file("routes/orders.camel.yaml", text);
        rig.reload.load();
        assertThat(rig.problems.all()).isEmpty();
        return rig.attempt("orders").outcome();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FAIL",
                "{pipeline: {steps: [FAIL]}}",
                "{step: {steps: [FAIL]}}",
                "{filter: {simple: '${body} != null', steps: [FAIL]}}",
                "{choice: {when: [{simple: '${body} == null', steps: [FINE]}], otherwise: {steps: [FAIL]}}}",
                "{loop: {constant: '2', steps: [FAIL]}}",
                "{loop: {constant: '2', copy: true, steps: [FAIL]}}",
                "{split: {constant: 'a', steps: [FAIL]}}",
                "{split: {constant: 'a,b', delimiter: ',', steps: [FAIL]}}",
                "{split: {tokenize: {token: ','}, parallelProcessing: true, steps: [FAIL]}}",
                "{split: {tokenize: {token: ','}, streaming: true, steps: [FAIL]}}",
                "{split: {tokenize: {token: ','}, shareUnitOfWork: true, steps: [FAIL]}}",
                "{split: {tokenize: {token: ','}, stopOnException: true, aggregationStrategy: '#class:org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy', steps: [FAIL]}}",
                "{multicast: {steps: [FAIL, FINE]}}",
                "{multicast: {steps: [FINE, FAIL]}}",
                "{multicast: {parallelProcessing: true, steps: [FAIL, FINE]}}",
                "{multicast: {parallelProcessing: true, steps: [FINE, FAIL]}}",
                "{multicast: {shareUnitOfWork: true, steps: [FAIL, FINE]}}",
                "{multicast: {stopOnException: true, aggregationStrategy: '#class:org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy', steps: [FAIL, FINE]}}",
                "{multicast: {stopOnException: true, parallelProcessing: true, aggregationStrategy: '#class:org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy', steps: [FAIL, FINE]}}",
                "{recipientList: {constant: 'SERVER/fail,SERVER/fine'}}",
                "{recipientList: {constant: 'SERVER/fail,SERVER/fine', parallelProcessing: true}}",
                "{routingSlip: {constant: 'SERVER/fail,SERVER/fine'}}",
                "{toD: 'SERVER/fail'}",
                "{enrich: {constant: 'SERVER/fail'}}",
                "{threads: {poolSize: 1, maxPoolSize: 1}}, FAIL",
                "{threads: {poolSize: 1, maxPoolSize: 1, maxQueueSize: 0, rejectedPolicy: CallerRuns}}, FAIL",
                "{delay: {asyncDelayed: true, constant: '1'}}, FAIL",
                "{throttle: {asyncDelayed: true, constant: '10'}}, FAIL",
                "{loadBalance: {failoverLoadBalancer: {}, steps: [FAIL, FAIL]}}",
                "{loadBalance: {roundRobinLoadBalancer: {}, steps: [FAIL, FAIL]}}",
                "{loadBalance: {randomLoadBalancer: {}, steps: [FAIL, FAIL]}}",
                "{loadBalance: {topicLoadBalancer: {}, steps: [FAIL, FINE]}}",
                "{loadBalance: {topicLoadBalancer: {}, steps: [FINE, FAIL]}}",
                "{doTry: {steps: [FAIL], doFinally: {steps: [FINE]}}}",
                "{doTry: {steps: [FAIL], doCatch: [{exception: [java.io.FileNotFoundException], steps: [FINE]}]}}",
                "{doTry: {steps: [FAIL], doCatch: [{exception: [java.lang.Exception], steps: [FAIL]}]}}",
                "{claimCheck: {operation: Push}}, FAIL",
                "{split: {tokenize: {token: ','}, streaming: true, parallelProcessing: true, steps: [FAIL]}}",
                "{loop: {doWhile: true, simple: '${header.never} == null', steps: [FAIL]}}",
                "{multicast: {streaming: true, parallelProcessing: true, steps: [FAIL, FINE]}}",
                "{doTry: {steps: [FAIL], doCatch: [{exception: [java.lang.Exception], onWhen: {constant: 'false'}, steps: [FINE]}]}}",
                "{doTry: {steps: [FINE], doFinally: {steps: [FAIL]}}}",
                "{rollback: {markRollbackOnly: true}}",
                "{rollback: {markRollbackOnlyLast: true}}",
                "{rollback: {message: x}}",
                "{validate: {constant: 'false'}}",
                "{threads: {poolSize: 1, maxPoolSize: 1}}, {split: {tokenize: {token: ','}, parallelProcessing: true, steps: [FAIL]}}",
                "{to: 'direct:away'}",
                "{recipientList: {constant: 'direct:away', ignoreInvalidEndpoints: true}}",
                "{pollEnrich: {constant: 'SERVER/fail', timeout: '10000'}}",
                "{poll: {uri: 'SERVER/fail', timeout: '10000'}}",
                "{idempotentConsumer: {constant: 'x', idempotentRepository: once, steps: [FAIL]}}",
            })
    void failsWhenAStepFails(String steps) throws Exception {
        rig.app
                .camel
                .getRegistry()
                .bind("once", new org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository());
        // The time that direct: waits for a missing consumer; 30 s by default.
        rig.app.camel.getComponent("direct", DirectComponent.class).setTimeout(100);

        AttemptOutcome first = outcome(route(steps));

        assertThat(first).isNotInstanceOf(Succeeded.class);
        assertThat(rig.attempt("orders").outcome()).as("again").isNotInstanceOf(Succeeded.class);
    }

    // Fault 19.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{aggregate: {correlationExpression: {constant: {expression: x}}, completionSize: 3, aggregationStrategy: '#class:org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy', steps: [FAIL]}}",
                "{to: 'seda:x'}",
                "{toD: 'seda:${header.x}'}",
                "{to: {uri: seda, parameters: {name: x}}}",
                "{to: 'direct:away?failIfNoConsumers=false'}",
                "{to: {uri: 'direct:away', parameters: {failIfNoConsumers: false}}}",
                "{to: 'stub:x'}",
                "{recipientList: {constant: 'seda:x'}}",
                "{routingSlip: {constant: 'log:a,seda:x'}}",
                "{wireTap: {uri: 'direct:x'}}",
                "{resequence: {constant: 'x', steps: [FAIL]}}",
                "{resequence: {constant: '1', streamConfig: {}, steps: [FAIL]}}",
                "{split: {tokenize: {token: ','}, aggregationStrategy: '#class:org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy', steps: [FAIL]}}",
                "{multicast: {aggregationStrategy: '#class:org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy', steps: [FAIL]}}",
                "{multicast: {parallelProcessing: true, timeout: '10', steps: [FAIL]}}",
                "{choice: {when: [{simple: '${body} == 1', steps: [{doTry: {steps: [{to: 'seda:x'}]}}]}]}}",
            })
    void refusesADetachedStep(String step) throws Exception {
        rig.file("routes/orders.camel.yaml", route(step));
        rig.file("routes/good.camel.yaml", RouteFilesRig.ORDERS.replace("id: orders", "id: good"));
        rig.reload.load();

        assertThat(rig.problems.all()).hasSize(1).allSatisfy(problem -> {
            assertThat(problem.toString())
                    .startsWith("routes/orders.camel.yaml:5")
                    .contains("count as success; ");
        });
        assertThat(rig.attempt("good").outcome()).isInstanceOf(Succeeded.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct:collect", "kamelet:collect"})
    void refusesADetachedStepInAnotherFile(String called) throws Exception {
        String collecting =
                "{aggregate: {correlationExpression: {constant: {expression: x}}, completionSize: 3, aggregationStrategy: '#class:org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy', steps: [{log: x}]}}";
        rig.file(
                "routes/other.camel.yaml",
                "- route: {id: other, from: {uri: 'direct:collect', steps: [" + collecting + "]}}\n");
        rig.file("connectors/collect.kamelet.yaml", """
                apiVersion: camel.apache.org/v1
                kind: Kamelet
                metadata: {name: collect}
                spec:
                  definition: {title: Collect}
                  template: {from: {uri: 'kamelet:source', steps: [STEP]}}
                """.replace("STEP", collecting));
        rig.file("routes/orders.camel.yaml", route("{to: '" + called + "'}"));
        rig.reload.load();

        assertThat(rig.problems.all())
                .anySatisfy(problem -> assertThat(problem.toString())
                        .startsWith("routes/orders.camel.yaml:5:")
                        .contains("aggregate runs its steps outside the run"));
    }

    /** The called route is known only at runtime: the attempt fails, and no event is lost. */
    @Test
    void failsTheAttemptAtADetachedStepOfADynamicCall() throws Exception {
        rig.file("routes/other.camel.yaml", """
                - route:
                    id: other
                    from:
                      uri: direct:collect
                      steps:
                        - {aggregate: {correlationExpression: {constant: {expression: x}}, completionSize: 3, aggregationStrategy: '#class:org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy', steps: [{log: x}]}}
                """);

        assertThat(outcome(route("{setHeader: {name: to, constant: collect}}, {toD: 'direct:${header.to}'}"))
                        .toString())
                .contains("aggregate");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{doTry: {steps: [FAIL], doCatch: [{exception: [java.lang.Exception], steps: [FINE]}]}}",
                "{to: 'direct:handled'}",
            })
    void succeedsWhenTheRouteHandlesAFailure(String steps) throws Exception {
        rig.file("routes/handled.camel.yaml", calls("""
                - onException: {exception: [java.lang.Exception], handled: {constant: 'true'}, steps: [{log: x}]}
                - route: {id: handled, from: {uri: 'direct:handled', steps: [FAIL]}}
                """));

        assertThat(outcome(route(steps))).isInstanceOf(Succeeded.class);
    }

    @Test
    void waitsForAQueueThatCompletesItsTask() throws Exception {
        rig.file("routes/queue.camel.yaml", calls("- route: {id: queue, from: {uri: 'seda:x', steps: [FAIL]}}\n"));

        assertThat(outcome(route("{to: 'seda:x?waitForTaskToComplete=Always'}")))
                .isNotInstanceOf(Succeeded.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"- errorHandler: {deadLetterChannel: {deadLetterUri: 'SERVER/fail'}}\n"})
    void failsWhenItsDeadLetterCannotBeSent(String handler) throws Exception {
        assertThat(outcome(calls(handler) + route("FAIL"))).isNotInstanceOf(Succeeded.class);
    }

    // Fault 18.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "- errorHandler: {deadLetterChannel: {deadLetterUri: 'log:x'}}\n",
                "- errorHandler: {noErrorHandler: {}}\n",
                "- onException: {exception: [java.lang.Exception], handled: {constant: 'true'}}\n",
                "- intercept: {steps: [{stop: {}}]}\n",
                "- interceptFrom: {steps: [{stop: {}}]}\n",
                "- onCompletion: {steps: [{log: x}]}\n",
            })
    void refusesElementsThatAffectOtherFiles(String common) throws Exception {
        String quiet = "- route: {id: quiet, from: {uri: 'direct:quiet', steps: [FAIL]}}\n";
        rig.file("routes/a.camel.yaml", common + calls(quiet));
        rig.file("routes/orders.camel.yaml", route("FAIL"));
        rig.file("routes/z.camel.yaml", common + calls(quiet).replace("quiet", "other"));
        rig.reload.load();
        assertThat(rig.problems.all()).isEmpty();
        assertThat(rig.attempt("orders").outcome()).isNotInstanceOf(Succeeded.class);

        rig.file("routes/orders.camel.yaml", route("{log: again}, FAIL"));
        rig.settle();

        assertThat(rig.attempt("orders").outcome()).isNotInstanceOf(Succeeded.class);
    }

    @Test
    void appliesTheErrorHandlerToItsOwnFile() throws Exception {
        assertThat(outcome("- errorHandler: {deadLetterChannel: {deadLetterUri: 'log:x'}}\n" + route("FAIL")))
                .isInstanceOf(Succeeded.class);

        rig.file("routes/orders.camel.yaml", route("FAIL"));
        rig.settle();

        assertThat(rig.attempt("orders").outcome()).isNotInstanceOf(Succeeded.class);
    }

    @Test
    void appliesAConfigurationOnlyToTheRoutesThatUseIt() throws Exception {
        rig.file("routes/shared.camel.yaml", """
                - routeConfiguration:
                    id: quiet
                    errorHandler: {deadLetterChannel: {deadLetterUri: 'log:x'}}
                """);
        rig.file("routes/other.camel.yaml", route("FAIL").replace("id: orders", "id: other"));

        assertThat(outcome(route("FAIL").replace("    id: orders", "    id: orders\n    routeConfigurationId: quiet")))
                .isInstanceOf(Succeeded.class);
        assertThat(rig.attempt("other").outcome()).isNotInstanceOf(Succeeded.class);
    }
}
