package dev.sealpost.command;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigRegistry;

/**
 * Application for which Spring Boot sees the classes of Sealpost only. The context class loader of the thread that runs it, which
 * Camel uses, may have more: the jars of the user in {@code lib/}.
 */
public final class NodeApplication extends SpringApplication {

    private final Class<?> configuration;

    public NodeApplication(Class<?> configuration) {
        super(configuration);
        this.configuration = configuration;
    }

    /** Returns the class loader in which Spring Boot looks for what it configures by itself. */
    @Override
    public ClassLoader getClassLoader() {
        return NodeApplication.class.getClassLoader();
    }

    @Override
    protected void postProcessApplicationContext(ConfigurableApplicationContext context) {
        super.postProcessApplicationContext(context);
        context.setClassLoader(getClassLoader());
    }

    /** Registers the configuration itself: where Groovy is in the jar, Spring Boot would start it at each start. */
    @Override
    protected void load(ApplicationContext context, Object[] sources) {
        ((AnnotationConfigRegistry) context).register(configuration);
    }
}
