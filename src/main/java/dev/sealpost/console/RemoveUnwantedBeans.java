package dev.sealpost.console;

import java.util.stream.Stream;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;

/** Removes beans of libraries that no configuration can switch off. */
@Component
class RemoveUnwantedBeans implements BeanDefinitionRegistryPostProcessor, Ordered {

    /**
     * Handler introspector of Spring Security, whose filter looks up the MVC handler of every request
     * (WebMvcSecurityConfiguration, Spring Security 6.5). No chain needs it, since all match paths as text
     * ({@link ConsoleSecurity#pathsAsText}); it took a tenth of the time to accept an event.
     */
    static final String INTROSPECTOR = "mvcHandlerMappingIntrospector";

    /**
     * HTTP proxy of Hawtio, through which a console user could reach other Jolokia agents. Hawtio can only disable it
     * ({@code hawtio.disableProxy}); removal also avoids the unmaintained HttpClient 4.
     */
    private static final String PROXY_SERVLET = "jolokiaProxyServlet";

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
        Stream.of(INTROSPECTOR, PROXY_SERVLET)
                .filter(registry::containsBeanDefinition)
                .forEach(registry::removeBeanDefinition);
    }

    /** Runs before the post-processor of Spring Security, which has no order. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }
}
