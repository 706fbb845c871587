package dev.sealpost.console;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.stereotype.Component;

/**
 * Removes Hawtio's HTTP proxy, through which a console user could reach other Jolokia agents. Hawtio only offers to
 * disable it ({@code hawtio.disableProxy}); removed, it also needs no HttpClient 4, which is out of maintenance.
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
