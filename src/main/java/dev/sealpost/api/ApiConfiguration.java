package dev.sealpost.api;

import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ApiConfiguration {

    @Bean
    RecentEvents recentEvents(ApiSettings settings) {
        return new RecentEvents(settings.recentEvents(), settings.recentBytes().toBytes());
    }

    @Bean
    IngestLimit ingestLimit(ApiSettings settings) {
        return new IngestLimit(settings.ingestRate(), settings.ingestBurst(), System::nanoTime);
    }

    /** What Tomcat refuses before Spring sees it gets the same shape of error. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsOfTomcat() {
        return factory -> factory.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new ProblemValve()));
    }
}
