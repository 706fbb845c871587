package dev.sealpost.route.camel;

import groovy.lang.Binding;
import groovy.lang.GroovyShell;
import groovy.transform.TimedInterrupt;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.language.groovy.GroovyShellFactory;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.customizers.ASTTransformationCustomizer;

/**
 * Compiles Groovy scripts of routes so that each run has a time limit. The compiler adds the check to each loop, closure and
 * method of the script; calls of Java code are not interrupted.
 */
public final class BoundedScripts implements GroovyShellFactory {

    static final Duration LIMIT = Duration.ofSeconds(60);

    private final Duration limit;

    BoundedScripts(Duration limit) {
        this.limit = limit;
    }

    /** Camel finds the factory by its type. */
    public static void in(CamelContext camel) {
        camel.getRegistry().bind("boundedScripts", GroovyShellFactory.class, new BoundedScripts(LIMIT));
    }

    @Override
    public GroovyShell createGroovyShell(Exchange exchange) {
        CompilerConfiguration configuration = new CompilerConfiguration();
        configuration.addCompilationCustomizers(new ASTTransformationCustomizer(
                Map.of("value", limit.toMillis(), "unit", TimeUnit.MILLISECONDS), TimedInterrupt.class));
        ClassLoader classes = exchange.getContext().getApplicationContextClassLoader();
        return new GroovyShell(
                classes == null ? BoundedScripts.class.getClassLoader() : classes, new Binding(), configuration);
    }
}
