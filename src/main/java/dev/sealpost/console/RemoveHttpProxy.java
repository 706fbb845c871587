package dev.sealpost.console;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.stereotype.Component;

/**
 * Removes the HTTP proxy of Hawtio, through which a console user could reach other Jolokia agents. Hawtio can only
 * disable it ({@code hawtio.disableProxy}); removal also avoids the unmaintained HttpClient 4.
 */
@Component
class RemoveHttpProxy implements BeanDefinitionRegistryPostProcessor, PriorityOrdered {

    private static final String PROXY_SERVLET = "jolokiaProxyServlet";

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
        if (registry.containsBeanDefinition(PROXY_SERVLET)) {
            registry.removeBeanDefinition(PROXY_SERVLET);
        }
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        // Only definitions are changed.
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
