package dev.sealpost.source.webhook;

import dev.sealpost.application.Application.Profile;
import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.application.ApplicationStore;
import dev.sealpost.event.IngestRefusedException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Finds the applications that own the events of sources. */
public final class SourceApplications {

    private static final Duration RETRY = Duration.ofSeconds(30);

    private final ApplicationDirectory directory;
    private final ApplicationStore store;

    SourceApplications(ApplicationDirectory directory, ApplicationStore store) {
        this.directory = directory;
        this.store = store;
    }

    /**
     * Returns the application that the source names by id or uid. Creates a missing one with that uid.
     *
     * @throws IngestRefusedException if no application has the id
     */
    public ApplicationId of(Source source) {
        String name = source.application();
        return directory.find(name).orElseGet(() -> {
            if (name.startsWith(ApplicationId.PREFIX)) {
                throw new IngestRefusedException("No application has the id " + name + ".", RETRY);
            }
            Profile profile = new Profile(Optional.of(name), name, Map.of(), Optional.empty());
            return store.findOrCreate(profile).application().id();
        });
    }
}
