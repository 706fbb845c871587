package dev.sealpost.source;

import dev.sealpost.application.Application.Profile;
import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.application.ApplicationStore;
import dev.sealpost.event.IngestRefusedException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The applications that the events of sources belong to. */
public final class SourceApplications {

    private static final Duration RETRY = Duration.ofSeconds(30);

    private final ApplicationDirectory directory;
    private final ApplicationStore store;

    SourceApplications(ApplicationDirectory directory, ApplicationStore store) {
        this.directory = directory;
        this.store = store;
    }

    /**
     * The one with the id or uid that the source names. One with that uid is made when there is none.
     *
     * @throws IngestRefusedException when it is an id, and no application has it
     */
    public ApplicationId of(Source source) {
        String name = source.application();
        return directory.find(name).orElseGet(() -> {
            if (name.startsWith(ApplicationId.PREFIX)) {
                throw new IngestRefusedException("There is no application " + name + ".", RETRY);
            }
            Profile profile = new Profile(Optional.of(name), name, Map.of(), Optional.empty());
            return store.findOrCreate(profile).application().id();
        });
    }
}
