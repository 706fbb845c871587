package dev.sealpost.api;

import dev.sealpost.api.edge.ApiSettings;
import dev.sealpost.api.edge.BodyRoom;
import dev.sealpost.api.edge.CutUnreadBodies;
import dev.sealpost.api.edge.EdgeValve;
import dev.sealpost.api.edge.ProblemValve;
import dev.sealpost.api.edge.RefusePreflights;
import dev.sealpost.api.edge.RejectRequest;
import dev.sealpost.api.edge.WriteProblem;
import dev.sealpost.api.inbound.InboundAdmission;
import dev.sealpost.api.message.IngestLimit;
import dev.sealpost.api.message.RecentEvents;
import dev.sealpost.database.Snapshots;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.UrlHandlerFilter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

@Configuration(proxyBeanMethods = false)
class ApiConfiguration {

    /** Anybody may send them, as slowly as the deadline allows. */
    private static final long BODIES_OF_STRANGERS = DataSize.ofMegabytes(64).toBytes();

    /** Bytes of the extensions of chunks, and of the trailers behind them; no sender of webhooks has either. */
    private static final int LONGEST_FRAMING = 16;

    @Bean
    RecentEvents recentEvents(ApiSettings settings) {
        return new RecentEvents(settings.recentEvents(), settings.recentBytes().toBytes());
    }

    @Bean
    IngestLimit ingestLimit(ApiSettings settings) {
        return new IngestLimit(settings.ingestRate(), settings.ingestBurst(), System::nanoTime);
    }

    @Bean
    InboundAdmission inboundDoor(Snapshots snapshots, ApiSettings settings) {
        long share = Math.max(BODIES_OF_STRANGERS / 4, settings.bodyLimit().toBytes());
        return new InboundAdmission(snapshots, new BodyRoom(Math.max(BODIES_OF_STRANGERS, share), share));
    }

    /** An observation of each filter for each request costs more than taking an event; sealpost_* count what matters. */
    @Bean
    SecurityObservationSettings noObservationsOfFilters() {
        return SecurityObservationSettings.noObservations();
    }

    /** What Tomcat refuses before Spring sees it gets the same shape of error. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsOfTomcat(RejectRequest reject) {
        return factory -> {
            factory.addContextCustomizers(context -> {
                context.getParent().getPipeline().addValve(new CutUnreadBodies());
                context.getParent().getPipeline().addValve(new ProblemValve());
                context.getParent().getPipeline().addValve(new EdgeValve(reject));
            });
            // Clients write lists as a[]=1, and not all of them encode the brackets.
            factory.addConnectorCustomizers(connector -> connector.setProperty("relaxedQueryChars", "[]"));
        };
    }

    /** Behind the one that asks for a token. */
    @Bean
    FilterRegistrationBean<RefusePreflights> preflights(
            ObjectProvider<RequestMappingHandlerMapping> operations, WriteProblem write) {
        FilterRegistrationBean<RefusePreflights> filter =
                new FilterRegistrationBean<>(new RefusePreflights(operations, write));
        filter.addUrlPatterns("/api/*");
        return filter;
    }

    /** A slash at the end of a path means nothing. */
    @Bean
    FilterRegistrationBean<UrlHandlerFilter> trailingSlashes() {
        FilterRegistrationBean<UrlHandlerFilter> filter =
                new FilterRegistrationBean<>(UrlHandlerFilter.trailingSlashHandler("/api/**", "/in/**")
                        .wrapRequest()
                        .build());
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    /** A sender that falls silent in its body is left before the deadline of the body is over twice. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> silenceInBodies(ApiSettings settings) {
        return factory -> factory.addConnectorCustomizers(connector -> {
            if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
                http.setDisableUploadTimeout(false);
                http.setConnectionUploadTimeout(
                        Math.toIntExact(settings.bodyTimeout().toMillis()));
                // Bytes around a body arrive without being noticed by whoever keeps its deadline.
                http.setMaxExtensionSize(LONGEST_FRAMING);
                http.setMaxTrailerSize(LONGEST_FRAMING);
            }
        });
    }

    /** Spring Security would answer in a way of its own, and the answer would be refused for the same reason again. */
    @Bean
    RequestRejectedHandler requestRejectedHandler(RejectRequest reject) {
        return (request, response, e) -> reject.path(response);
    }
}
