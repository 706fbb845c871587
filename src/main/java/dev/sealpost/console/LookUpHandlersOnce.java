package dev.sealpost.console;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.core.Ordered;

/**
 * Removes the handler introspector of Spring Security, whose filter looks up the MVC handler of every request
 * (WebMvcSecurityConfiguration, Spring Security 6.5). No chain needs it, since all match paths as text
 * ({@link ConsoleSecurity#pathsAsText}); it took a tenth of the time to accept an event.
 */
final class LookUpHandlersOnce implements BeanDefinitionRegistryPostProcessor, Ordered {

    static final String INTROSPECTOR = "mvcHandlerMappingIntrospector";

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
        if (registry.containsBeanDefinition(INTROSPECTOR)) {
            registry.removeBeanDefinition(INTROSPECTOR);
        }
    }

    /** Runs before the post-processor of Spring Security, which has no order. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }
}
