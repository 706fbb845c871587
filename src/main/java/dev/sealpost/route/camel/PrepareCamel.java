package dev.sealpost.route.camel;

import dev.sealpost.route.event.Branches;
import dev.sealpost.route.event.FollowSteps;
import dev.sealpost.route.event.NoteAnswers;
import dev.sealpost.route.event.StepPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.model.RedeliveryPolicyDefinition;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.spi.ManagementAgent;
import org.apache.camel.spring.boot.CamelContextConfiguration;

/** Configures the Camel context before its first route. */
public final class PrepareCamel implements CamelContextConfiguration {

    /** Location of Camel's own catalog of Kamelets, where its jar is in {@code lib/}. */
    public static final String CATALOG = "classpath:kamelets";

    private static final String FOLDER = "connectors";

    private final Path home;
    private final DataSources dataSources;

    public PrepareCamel(Path home, DataSources dataSources) {
        this.home = home.toAbsolutePath().normalize();
        this.dataSources = dataSources;
    }

    @Override
    public void beforeApplicationStart(CamelContext camel) {
        // Scripts see the jars in lib/, too; the class loader of Spring Boot does not have them.
        camel.setApplicationContextClassLoader(Thread.currentThread().getContextClassLoader());
        camel.setSourceLocationEnabled(true); // file and line in problems, attempt logs and Hawtio
        SecretPlaceholder.register(camel);
        connectors(camel);
        reportOnce(camel);
        followSteps(camel);
        GuardUris.in(camel);
        MaskedBeans.in(camel);
        ReportFailures.in(camel);
        PrepareEndpoints.in(camel, Optional.empty());
        LocalResources.in(camel);
        ExactNumbers.in(camel);
        PlainValues.in(camel);
        BoundedScripts.in(camel);
        dataSources.bind(camel.getRegistry());
    }

    @Override
    public void afterApplicationStart(CamelContext camel) {}

    private void connectors(CamelContext camel) {
        Path folder = home.resolve(FOLDER);
        KameletComponent kamelets = camel.getComponent("kamelet", KameletComponent.class);
        kamelets.setLocation((Files.isDirectory(folder) ? "file:" + folder : "classpath:" + FOLDER) + "," + CATALOG);
        // Connectors have no error handling of their own: the calling step handles their exceptions.
        kamelets.setNoErrorHandler(true);
        ManagementAgent agent = camel.getManagementStrategy().getManagementAgent();
        if (agent != null) {
            agent.setRegisterRoutesCreateByKamelet(true);
        }
    }

    /**
     * A failed run is logged once, as an attempt that names the step; Camel's own report would add headers and stack traces.
     */
    public static void reportOnce(CamelContext camel) {
        RedeliveryPolicyDefinition policy = new RedeliveryPolicyDefinition();
        policy.setLogExhausted("false");
        policy.setAllowRedeliveryWhileStopping("false");
        DefaultErrorHandlerDefinition handler = new DefaultErrorHandlerDefinition();
        handler.setRedeliveryPolicy(policy);
        camel.getCamelContextExtension().setErrorHandlerFactory(handler);
    }

    /**
     * Adds the interceptors that record steps, mask secrets, refuse detached work and unsafe addresses, and track content
     * types.
     */
    public static void followSteps(CamelContext camel) {
        camel.getCamelContextExtension().addInterceptStrategy(new FollowSteps());
        camel.getCamelContextExtension().addInterceptStrategy(new ConnectorSecrets());
        camel.getCamelContextExtension().addInterceptStrategy(new Branches());
        camel.getCamelContextExtension().addInterceptStrategy(new StepPath());
        camel.getCamelContextExtension().addInterceptStrategy(new GuardHttpUri());
        camel.getCamelContextExtension().addInterceptStrategy(new GuardHeaderNames());
        camel.getCamelContextExtension().addInterceptStrategy(new NoteAnswers());
        camel.getCamelContextExtension().addInterceptStrategy(new FailedPolls());
        camel.getCamelContextExtension().addInterceptStrategy(new RefuseDetached());
    }
}
