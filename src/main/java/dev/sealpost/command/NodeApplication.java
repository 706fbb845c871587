package dev.sealpost.command;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.AnnotationConfigRegistry;

/** Application that registers its configuration itself: where Groovy is in the jar, Spring Boot would start it at each start. */
public final class NodeApplication extends SpringApplication {

    private final Class<?> configuration;

    public NodeApplication(Class<?> configuration) {
        super(configuration);
        this.configuration = configuration;
    }

    @Override
    protected void load(ApplicationContext context, Object[] sources) {
        ((AnnotationConfigRegistry) context).register(configuration);
    }
}
