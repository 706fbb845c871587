package dev.sealpost.console;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.core.Ordered;

/**
 * Takes away what lets Spring Security ask Spring MVC which handler a request would have (WebMvcSecurityConfiguration, Spring
 * Security 6.5, puts a filter before all others that asks every time). No chain asks, as all match paths as text
 * ({@link ConsoleSecurity#pathsAsText}); for an event that comes in by HTTP it was a tenth of the work.
 */
final class LookUpHandlersOnce implements BeanDefinitionRegistryPostProcessor, Ordered {

    static final String INTROSPECTOR = "mvcHandlerMappingIntrospector";

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
        if (registry.containsBeanDefinition(INTROSPECTOR)) {
            registry.removeBeanDefinition(INTROSPECTOR);
        }
    }

    /** Before Spring Security's own, which has no order. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }
}
