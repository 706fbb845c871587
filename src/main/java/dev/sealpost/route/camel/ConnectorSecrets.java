package dev.sealpost.route.camel;

import dev.sealpost.delivery.FailureText;
import dev.sealpost.log.SecretValues;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Registers the values of connector parameters with {@code format: password} as secrets when a calling route is built: answers
 * of vendors and exceptions of libraries may repeat them.
 */
final class ConnectorSecrets implements InterceptStrategy {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectorSecrets.class);

    private final Set<String> seen = new HashSet<>();

    @Override
    public synchronized Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor step, Processor next) {
        RouteDefinition route = ProcessorDefinitionHelper.getRoute(definition);
        if (route != null && route.isCreatedFromTemplate() && seen.add(route.getId() + " " + route.hashCode())) {
            learn(context, route);
        }
        return AsyncProcessorConverterHelper.convert(step);
    }

    private static void learn(CamelContext camel, RouteDefinition route) {
        Map<String, Object> given = new HashMap<>();
        if (route.getTemplateDefaultParameters() != null) {
            given.putAll(route.getTemplateDefaultParameters());
        }
        if (route.getTemplateParameters() != null) {
            given.putAll(route.getTemplateParameters());
        }
        RouteTemplateDefinition template = camel.getCamelContextExtension()
                .getContextPlugin(Model.class)
                .getRouteTemplateDefinition(String.valueOf(given.get("templateId")));
        if (template == null || template.getResource() == null) {
            return;
        }
        try (InputStream file = template.getResource().getInputStream()) {
            for (String name : passwords(file)) {
                Object value = given.get(name);
                if (value != null) {
                    SecretValues.add(camel.resolvePropertyPlaceholders(String.valueOf(value)));
                }
            }
        } catch (IOException | UncheckedIOException | YamlEngineException | IllegalArgumentException e) {
            // A missing value already fails the build of the route; this class only collects secrets.
            LOG.warn("connector.secrets-unknown routeId={} reason=\"{}\"", route.getId(), FailureText.of(e));
        }
    }

    private static Set<String> passwords(InputStream kamelet) {
        Object file = new Load(LoadSettings.builder().build()).loadFromInputStream(kamelet);
        Map<?, ?> properties =
                map(map(map(map(file).get("spec")).get("definition")).get("properties"));
        return properties.entrySet().stream()
                .filter(property -> "password".equals(map(property.getValue()).get("format")))
                .map(property -> String.valueOf(property.getKey()))
                .collect(Collectors.toSet());
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }
}
