package dev.sealpost.node;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.springframework.beans.factory.config.CustomEditorConfigurer;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

@Configuration(proxyBeanMethods = false)
class NodeConfiguration {

    /** Registers the editor before settings are bound. */
    @Bean
    static CustomEditorConfigurer pathSettings() {
        CustomEditorConfigurer editors = new CustomEditorConfigurer();
        editors.setCustomEditors(Map.of(Path.class, PathSetting.class));
        return editors;
    }

    @Bean
    DataDirectory dataDirectory(HomeSettings settings) {
        return DataDirectory.open(settings.data());
    }

    @Bean
    KeepPrivate keepPrivate(DataDirectory data, Background background) {
        return new KeepPrivate(data.path(), background);
    }

    @Bean
    LogStartCache logStartCache() {
        return new LogStartCache(StartCache.ofThisProcess());
    }

    @Bean
    FatalErrorHandler fatalErrorHandler() {
        return FatalErrorHandler.ofThisProcess();
    }

    @Bean
    Background background(FatalErrorHandler fatalErrors) {
        return new Background(fatalErrors);
    }

    /** Reports DOWN while background work fails repeatedly, with its name. */
    @Bean
    HealthIndicator backgroundHealthIndicator(Background background) {
        return () -> {
            Map<String, String> failing = background.failing();
            return (failing.isEmpty() ? Health.up() : Health.down().withDetails(failing)).build();
        };
    }

    @Bean
    @Primary
    Clock clock() {
        return Clock.systemUTC();
    }
}
