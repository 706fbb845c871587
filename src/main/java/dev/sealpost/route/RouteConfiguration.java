package dev.sealpost.route;

import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.attempt.Decide;
import dev.sealpost.database.Writes;
import dev.sealpost.endpoint.DeliveryPolicy;
import dev.sealpost.event.EventSettings;
import dev.sealpost.event.Publisher;
import dev.sealpost.home.Background;
import dev.sealpost.home.HomeSettings;
import dev.sealpost.route.RouteSettings.DataSourceSettings;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class RouteConfiguration {

    @Bean
    RunningRoutes runningRoutes() {
        return new RunningRoutes();
    }

    /** Camel finds the component {@code event} under this name. */
    @Bean("event-component")
    EventComponent eventComponent(EventPublication publication, EventConsumption consumption) {
        return new EventComponent(publication, consumption);
    }

    @Bean
    EventPublication eventPublication(
            Publisher publisher, ApplicationDirectory applications, Clock clock, EventSettings settings) {
        return new EventPublication(publisher, applications, clock, settings.hops());
    }

    @Bean
    EventConsumption eventConsumption(RunningRoutes routes, Decide decide, DeliveryPolicy defaults, Clock clock) {
        return new EventConsumption(routes, decide, defaults, clock);
    }

    /** Its keys are the operator's names, so it is bound by hand: a record bound to {@code sealpost} would take all keys. */
    @Bean
    RouteSettings routeSettings(Environment environment) {
        BindHandler strict = new NoUnboundElementsBindHandler(BindHandler.DEFAULT);
        Map<String, DataSourceSettings> dataSources = Binder.get(environment)
                .bind(RouteSettings.PREFIX, Bindable.mapOf(String.class, DataSourceSettings.class), strict)
                .orElse(Map.of());
        return new RouteSettings(dataSources);
    }

    @Bean
    DataSources dataSources(RouteSettings settings) {
        return new DataSources(settings);
    }

    @Bean
    PrepareCamel prepareCamel(HomeSettings home, DataSources dataSources) {
        return new PrepareCamel(home.directory(), dataSources);
    }

    @Bean
    RouteProblems routeProblems(Clock clock) {
        return new RouteProblems(clock);
    }

    @Bean
    RouteFilesHealthIndicator routeFilesHealthIndicator(RouteProblems problems) {
        return new RouteFilesHealthIndicator(problems);
    }

    @Bean
    Surroundings surroundings(CamelContext camel, EventPublication publication, EventConsumption consumption) {
        return Surroundings.of(camel, publication, consumption);
    }

    @Bean
    LoadedFiles loadedFiles(CamelContext camel, ReloadSettings settings, Clock clock) {
        return new LoadedFiles(camel, new DrainRoutes(camel, settings.patience()), clock);
    }

    @Bean
    ReloadRoutes reloadRoutes(
            CamelContext camel,
            LookAtFiles look,
            Surroundings around,
            LoadedFiles loaded,
            ReloadRoutes.Effects effects) {
        return new ReloadRoutes(camel, look, new PlanReload(new CheckFiles(around), loaded), loaded, effects);
    }

    @Bean
    LookAtFiles lookAtFiles(HomeSettings home, Environment environment) {
        return new LookAtFiles(files(home), new SecretFiles(environment::getProperty));
    }

    @Bean
    TellHome tellHome(HomeSettings home) {
        return new TellHome(home, files(home));
    }

    private static RouteFiles files(HomeSettings home) {
        return new RouteFiles(home.directory(), RouteConfiguration.class.getClassLoader());
    }

    @Bean
    ReloadRoutes.Effects reloadEffects(RouteProblems problems, RegisterRoutes register) {
        return new ReloadRoutes.Effects(problems, register);
    }

    @Bean
    LoadRoutes loadRoutes(
            ReloadRoutes reload, ReloadSettings settings, ApplicationEventPublisher events, Background background) {
        return new LoadRoutes(reload, settings, events, background);
    }

    @Bean
    RegisterRoutes registerRoutes(Writes writes, RunningRoutes running) {
        return new RegisterRoutes(writes, running);
    }

    /** Routes call it {@code droppedFile}. */
    @Bean
    DroppedFile droppedFile() {
        return new DroppedFile();
    }

    /** Routes call it {@code lostTriggers}. */
    @Bean
    LostTriggers lostTriggers(Clock clock) {
        return new LostTriggers(clock);
    }

    @Bean
    ConnectorAnswer connectorAnswer(Clock clock) {
        return new ConnectorAnswer(clock);
    }
}
