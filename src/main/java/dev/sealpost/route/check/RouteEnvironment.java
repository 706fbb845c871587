package dev.sealpost.route.check;

import dev.sealpost.route.event.EventConsumption;
import dev.sealpost.route.event.EventPublication;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.model.Model;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.DataFormat;
import org.apache.camel.spi.Language;
import org.apache.camel.spi.PropertiesSource;
import org.jspecify.annotations.Nullable;

/**
 * Environment of routes, the same in a {@link ScratchCamel} and at runtime.
 *
 * @param beans the beans that steps and options refer to
 * @param properties values of placeholders
 */
public record RouteEnvironment(
        BeanRepository beans, PropertiesSource properties, EventPublication publication, EventConsumption consumption) {

    /** Creates the environment of a running context. */
    public static RouteEnvironment of(CamelContext camel, EventPublication publication, EventConsumption consumption) {
        return new RouteEnvironment(new BeansOf(camel), new PropertiesOf(camel), publication, consumption);
    }

    private record PropertiesOf(CamelContext camel) implements PropertiesSource {

        @Override
        public String getName() {
            return "running";
        }

        @Override
        @SuppressWarnings("NullAway") // null means no value to Camel
        public String getProperty(String name) {
            return camel.getPropertiesComponent().resolveProperty(name).orElse(null);
        }
    }

    /** Beans of a context, except those that belong to this context only and those that route files define. */
    private record BeansOf(CamelContext camel) implements BeanRepository {

        private static final Predicate<Object> SHARED = bean -> !(bean instanceof Component
                || bean instanceof Endpoint
                || bean instanceof Language
                || bean instanceof DataFormat
                || bean instanceof CamelContext);

        @Override
        public @Nullable Object lookupByName(String name) {
            return isOfFile(name) ? null : shared(camel.getRegistry().lookupByName(name));
        }

        @Override
        public <T> @Nullable T lookupByNameAndType(String name, Class<T> type) {
            return isOfFile(name) ? null : shared(camel.getRegistry().lookupByNameAndType(name, type));
        }

        private boolean isOfFile(String name) {
            return camel.getCamelContextExtension().getContextPlugin(Model.class).getCustomBeans().stream()
                    .anyMatch(bean -> name.equals(bean.getName()));
        }

        private static <T> @Nullable T shared(@Nullable T bean) {
            return bean != null && SHARED.test(bean) ? bean : null;
        }

        /**
         * Returns true for Camel's own types, which configure the running context. A customizer would share its connections
         * with the
         * components of the scratch context, which close them when they stop.
         */
        private static boolean belongsToContext(Class<?> type) {
            return type.getName().startsWith("org.apache.camel.");
        }

        @Override
        public <T> Map<String, T> findByTypeWithName(Class<T> type) {
            return belongsToContext(type) ? Map.of() : named(type);
        }

        private <T> Map<String, T> named(Class<T> type) {
            return camel.getRegistry().findByTypeWithName(type).entrySet().stream()
                    .filter(entry -> SHARED.test(entry.getValue()) && !isOfFile(entry.getKey()))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        }

        @Override
        public <T> Set<T> findByType(Class<T> type) {
            return Set.copyOf(findByTypeWithName(type).values());
        }
    }
}
