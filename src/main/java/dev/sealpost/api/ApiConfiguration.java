package dev.sealpost.api;

import dev.sealpost.api.edge.ApiSettings;
import dev.sealpost.api.edge.BodyRoom;
import dev.sealpost.api.edge.CutUnreadBodies;
import dev.sealpost.api.edge.EdgeValve;
import dev.sealpost.api.edge.ProblemValve;
import dev.sealpost.api.edge.RefusePreflights;
import dev.sealpost.api.edge.RejectRequest;
import dev.sealpost.api.edge.WriteProblem;
import dev.sealpost.api.message.IngestFilter;
import dev.sealpost.api.message.IngestLimit;
import dev.sealpost.api.message.RecentEvents;
import dev.sealpost.api.message.ServeIngest;
import dev.sealpost.node.WarmUpStep;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.UrlHandlerFilter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

@Configuration(proxyBeanMethods = false)
class ApiConfiguration {

    /** Memory for the bodies of unauthenticated webhooks. */
    private static final long WEBHOOK_BODIES = DataSize.ofMegabytes(64).toBytes();

    /** Maximum bytes of chunk extensions and of trailers; webhook senders use neither. */
    private static final int MAX_CHUNK_OVERHEAD = 16;

    @Bean
    RecentEvents recentEvents(ApiSettings settings) {
        return new RecentEvents(settings.recentEvents(), settings.recentBytes().toBytes());
    }

    @Bean
    IngestLimit ingestLimit(ApiSettings settings) {
        return new IngestLimit(settings.ingestRate(), settings.ingestBurst(), System::nanoTime);
    }

    @Bean
    BodyRoom webhookRoom(ApiSettings settings) {
        long share = Math.max(WEBHOOK_BODIES / 4, settings.bodyLimit().toBytes());
        return new BodyRoom(Math.max(WEBHOOK_BODIES, share), share);
    }

    @Bean
    WarmUpStep warmUpRequests(Environment environment) {
        return new WarmUpStep("requests", new WarmUpRequests(environment));
    }

    /** Disables observations of filters, which cost more than accepting an event. */
    @Bean
    SecurityObservationSettings noObservationsOfFilters() {
        return SecurityObservationSettings.noObservations();
    }

    /** Gives requests that Tomcat rejects the same error format. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsOfTomcat(RejectRequest reject) {
        return factory -> {
            factory.addContextCustomizers(context -> {
                context.getParent().getPipeline().addValve(new CutUnreadBodies());
                context.getParent().getPipeline().addValve(new ProblemValve());
                context.getParent().getPipeline().addValve(new EdgeValve(reject));
            });
            // Clients send lists as a[]=1, some without encoding the brackets.
            factory.addConnectorCustomizers(connector -> connector.setProperty("relaxedQueryChars", "[]"));
        };
    }

    /** Gives threads that answer requests the class loader of this one, so that a deployment finds the jars of the user. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> classesOfRequests() {
        return factory -> factory.setResourceLoader(
                new DefaultResourceLoader(Thread.currentThread().getContextClassLoader()));
    }

    /** Runs after the authentication filter. */
    @Bean
    FilterRegistrationBean<RefusePreflights> preflights(
            ObjectProvider<RequestMappingHandlerMapping> operations, WriteProblem write) {
        FilterRegistrationBean<RefusePreflights> filter =
                new FilterRegistrationBean<>(new RefusePreflights(operations, write));
        filter.addUrlPatterns("/api/*");
        return filter;
    }

    /** Runs first: what is behind it costs more than the checks that an event needs. */
    @Bean
    FilterRegistrationBean<IngestFilter> ingest(ObjectProvider<ServeIngest> serve) {
        FilterRegistrationBean<IngestFilter> filter =
                new FilterRegistrationBean<>(new IngestFilter(SingletonSupplier.of(serve::getObject)));
        filter.addUrlPatterns("/api/v1/app/*");
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    /** Ignores a trailing slash in paths. */
    @Bean
    FilterRegistrationBean<UrlHandlerFilter> trailingSlashes() {
        FilterRegistrationBean<UrlHandlerFilter> filter =
                new FilterRegistrationBean<>(UrlHandlerFilter.trailingSlashHandler("/api/**", "/in/**")
                        .wrapRequest()
                        .build());
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return filter;
    }

    /** Limits the read timeout within a body to the deadline of the body. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> bodyReadTimeout(ApiSettings settings) {
        return factory -> factory.addConnectorCustomizers(connector -> {
            if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
                http.setDisableUploadTimeout(false);
                http.setConnectionUploadTimeout(
                        Math.toIntExact(settings.bodyTimeout().toMillis()));
                // The deadline check does not see chunk extensions and trailers.
                http.setMaxExtensionSize(MAX_CHUNK_OVERHEAD);
                http.setMaxTrailerSize(MAX_CHUNK_OVERHEAD);
            }
        });
    }

    /** Replaces the default handler of Spring Security, whose error dispatch would be rejected for the same reason. */
    @Bean
    RequestRejectedHandler requestRejectedHandler(RejectRequest reject) {
        return (request, response, e) -> reject.path(response);
    }
}
