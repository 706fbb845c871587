package dev.sealpost.console;

import dev.sealpost.route.file.RouteFileProblem;
import dev.sealpost.route.load.ReloadRoutes;
import dev.sealpost.route.load.RouteProblems;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Exposes the route files over JMX while the node runs. */
@Component
class RouteFilesBean implements AutoCloseable {

    static final String NAME = "dev.sealpost:type=RouteFiles";

    private static final Logger LOG = LoggerFactory.getLogger(RouteFilesBean.class);

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final View view;
    private Optional<ObjectName> registered = Optional.empty();

    RouteFilesBean(ReloadRoutes reload, RouteProblems problems) {
        this.view = new View(reload, problems);
    }

    private record View(ReloadRoutes reload, RouteProblems problems) implements RouteFilesMXBean {

        @Override
        public int getProblemCount() {
            return problems.all().size();
        }

        @Override
        public List<String> getProblems() {
            return problems.all().stream().map(RouteFileProblem::toString).toList();
        }

        @Override
        public List<String> getFiles() {
            return reload.files().stream()
                    .map(file -> file.file() + " " + file.state().word())
                    .toList();
        }
    }

    @EventListener(ApplicationReadyEvent.class)
    void register() {
        try {
            ObjectName name = new ObjectName(NAME);
            server.registerMBean(view, name);
            registered = Optional.of(name);
        } catch (InstanceAlreadyExistsException e) {
            LOG.debug("Another node in this process already exposes its route files.");
        } catch (JMException e) {
            LOG.warn("jmx.registration-failed name={} reason={}", NAME, e.toString());
        }
    }

    @Override
    public void close() throws JMException {
        if (registered.isPresent()) {
            server.unregisterMBean(registered.get());
        }
    }
}
