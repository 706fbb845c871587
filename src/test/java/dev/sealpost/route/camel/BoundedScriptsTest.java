package dev.sealpost.route.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.apache.camel.language.groovy.GroovyShellFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Groovy script of a route ends. */
@Timeout(60)
class BoundedScriptsTest {

    @AutoClose
    private final EventCamel app = new EventCamel();

    private Object run(String script) throws Exception {
        app.load("routes/script.camel.yaml", """
                - route:
                    id: script
                    from:
                      uri: direct:script
                      steps:
                        - setBody: {expression: {groovy: {expression: 'SCRIPT'}}}
                """.replace("SCRIPT", script));
        return app.camel.createProducerTemplate().requestBody("direct:script", "3", Object.class);
    }

    @Test
    void runsAScript() throws Exception {
        assertThat(run("(1..Integer.parseInt(body)).collect { it * 2 }.sum()")).isEqualTo(12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"while (true) {}", "def f; f = { f() }; while (true) { [1].each { } }"})
    void endsAScriptThatLoopsForever(String script) {
        app.camel
                .getRegistry()
                .bind("boundedScripts", GroovyShellFactory.class, new BoundedScripts(Duration.ofMillis(50)));

        assertThatThrownBy(() -> run(script)).hasRootCauseInstanceOf(TimeoutException.class);
    }
}
