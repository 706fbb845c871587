package dev.sealpost.route.load;

import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.attempt.Decide;
import dev.sealpost.database.Writes;
import dev.sealpost.delivery.Destinations;
import dev.sealpost.endpoint.DeliveryPolicy;
import dev.sealpost.event.EventSettings;
import dev.sealpost.event.Publisher;
import dev.sealpost.node.Background;
import dev.sealpost.node.HomeSettings;
import dev.sealpost.node.Registry;
import dev.sealpost.route.camel.Brokers;
import dev.sealpost.route.camel.ConnectorAnswer;
import dev.sealpost.route.camel.DataSources;
import dev.sealpost.route.camel.DroppedFile;
import dev.sealpost.route.camel.LostTriggers;
import dev.sealpost.route.camel.OtherBroker;
import dev.sealpost.route.camel.PrepareCamel;
import dev.sealpost.route.camel.RouteSettings;
import dev.sealpost.route.camel.RouteSettings.DataSourceSettings;
import dev.sealpost.route.check.CheckFiles;
import dev.sealpost.route.check.RouteEnvironment;
import dev.sealpost.route.event.EventComponent;
import dev.sealpost.route.event.EventConsumption;
import dev.sealpost.route.event.EventPublication;
import dev.sealpost.route.event.RunningRoutes;
import dev.sealpost.route.file.ConnectorFiles;
import dev.sealpost.route.file.LogHome;
import dev.sealpost.route.file.RouteFiles;
import dev.sealpost.route.file.ScanRouteFiles;
import dev.sealpost.route.file.SecretFiles;
import dev.sealpost.route.step.BrokerMessage;
import dev.sealpost.route.step.FileName;
import dev.sealpost.route.step.MailMessage;
import dev.sealpost.route.step.TableRow;
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
public class RouteConfiguration {

    @Bean
    RunningRoutes runningRoutes(Registry<Destinations> kinds) {
        return kinds.register(new RunningRoutes());
    }

    /** Camel looks up the component {@code event} by this name. */
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

    /** Binds by hand because the keys are chosen by the operator: a record bound to {@code sealpost} would claim all keys. */
    @Bean
    public RouteSettings routeSettings(Environment environment) {
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
    public Brokers brokers(Environment environment) {
        BindHandler strict = new NoUnboundElementsBindHandler(BindHandler.DEFAULT);
        return new Brokers(Binder.get(environment)
                .bind(OtherBroker.PREFIX, Bindable.mapOf(String.class, OtherBroker.class), strict)
                .orElse(Map.of()));
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
    RouteEnvironment routeEnvironment(CamelContext camel, EventPublication publication, EventConsumption consumption) {
        return RouteEnvironment.of(camel, publication, consumption);
    }

    @Bean
    LoadedFiles loadedFiles(CamelContext camel, ReloadSettings settings, Clock clock) {
        return new LoadedFiles(camel, new DrainRoutes(camel, settings.patience()), clock);
    }

    @Bean
    ReloadRoutes reloadRoutes(
            CamelContext camel,
            ScanRouteFiles scan,
            RouteEnvironment environment,
            LoadedFiles loaded,
            RouteProblems problems,
            RegisterRoutes register) {
        return new ReloadRoutes(
                camel, scan, new ReloadPlanner(new CheckFiles(environment), loaded), loaded, problems, register);
    }

    @Bean
    ConnectorFiles connectorFiles(HomeSettings home) {
        return new ConnectorFiles(home.directory(), RouteConfiguration.class.getClassLoader());
    }

    @Bean
    ScanRouteFiles scanRouteFiles(HomeSettings home, Environment environment) {
        return new ScanRouteFiles(files(home), new SecretFiles(environment::getProperty));
    }

    @Bean
    LogHome logHome(HomeSettings home) {
        return new LogHome(home, files(home));
    }

    private static RouteFiles files(HomeSettings home) {
        return new RouteFiles(home.directory(), RouteConfiguration.class.getClassLoader());
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

    /** Routes refer to this bean as {@code droppedFile}. */
    @Bean
    DroppedFile droppedFile() {
        return new DroppedFile();
    }

    /** Routes refer to this bean as {@code lostTriggers}. */
    @Bean
    LostTriggers lostTriggers(Clock clock) {
        return new LostTriggers(clock);
    }

    @Bean
    ConnectorAnswer connectorAnswer(Clock clock) {
        return new ConnectorAnswer(clock);
    }

    /** Steps of {@code mail-message-sink}. */
    @Bean
    MailMessage mailMessage() {
        return new MailMessage();
    }

    /** Steps of {@code sql-row-sink}. */
    @Bean
    TableRow tableRow() {
        return new TableRow();
    }

    /** Steps of the connectors for queues. */
    @Bean
    BrokerMessage brokerMessage() {
        return new BrokerMessage();
    }

    /** Step of {@code file-sink}. */
    @Bean
    FileName fileName() {
        return new FileName();
    }
}
