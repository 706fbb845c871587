package dev.sealpost.library;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.model.io.xpp3.MavenXpp3Reader;
import org.apache.maven.settings.Mirror;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Repository;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.DefaultSettingsBuilderFactory;
import org.apache.maven.settings.building.DefaultSettingsBuildingRequest;
import org.apache.maven.settings.building.SettingsBuildingException;
import org.codehaus.plexus.util.xml.pull.XmlPullParserException;
import org.eclipse.aether.RepositorySystemSession.SessionBuilder;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.RepositoryPolicy;
import org.eclipse.aether.util.repository.AuthenticationBuilder;
import org.eclipse.aether.util.repository.DefaultAuthenticationSelector;
import org.eclipse.aether.util.repository.DefaultMirrorSelector;
import org.eclipse.aether.util.repository.DefaultProxySelector;

/**
 * Maven's settings of the user: repositories, mirrors, proxies and logins. Encrypted passwords are not read.
 *
 * @see <a href="https://maven.apache.org/settings.html">Settings Reference</a>
 */
final class MavenSettings {

    /** Contains the repository that Maven uses by default. */
    private static final String SUPER_POM = "/org/apache/maven/model/pom-4.0.0.xml";

    private final Settings settings;

    private MavenSettings(Settings settings) {
        this.settings = settings;
    }

    /** @param file need not exist */
    static MavenSettings read(Path file) {
        try {
            return new MavenSettings(new DefaultSettingsBuilderFactory()
                    .newInstance()
                    .build(new DefaultSettingsBuildingRequest()
                            .setUserSettingsFile(file.toFile())
                            .setSystemProperties(System.getProperties()))
                    .getEffectiveSettings());
        } catch (SettingsBuildingException e) {
            throw new LibraryException(file + " cannot be read: " + e.getMessage());
        }
    }

    /** Adds mirrors, proxies and logins. */
    SessionBuilder apply(SessionBuilder session) {
        DefaultMirrorSelector mirrors = new DefaultMirrorSelector();
        for (Mirror mirror : settings.getMirrors()) {
            mirrors.add(
                    mirror.getId(),
                    mirror.getUrl(),
                    mirror.getLayout(),
                    false,
                    mirror.isBlocked(),
                    mirror.getMirrorOf(),
                    mirror.getMirrorOfLayouts());
        }
        DefaultProxySelector proxies = new DefaultProxySelector();
        for (Proxy proxy : settings.getProxies()) {
            if (proxy.isActive()) {
                AuthenticationBuilder login = new AuthenticationBuilder();
                login.addUsername(proxy.getUsername()).addPassword(proxy.getPassword());
                proxies.add(
                        new org.eclipse.aether.repository.Proxy(
                                proxy.getProtocol(), proxy.getHost(), proxy.getPort(), login.build()),
                        proxy.getNonProxyHosts());
            }
        }
        DefaultAuthenticationSelector logins = new DefaultAuthenticationSelector();
        for (Server server : settings.getServers()) {
            AuthenticationBuilder login = new AuthenticationBuilder();
            login.addUsername(server.getUsername()).addPassword(server.getPassword());
            logins.add(server.getId(), login.build());
        }
        return session.setMirrorSelector(mirrors).setProxySelector(proxies).setAuthenticationSelector(logins);
    }

    /** @param url given by the user; empty: those of the settings, and the one that Maven uses by default */
    List<RemoteRepository> repositories(Optional<String> url) {
        if (url.isPresent()) {
            return List.of(repository("given", url.get()));
        }
        List<RemoteRepository> repositories = new ArrayList<>();
        settings.getProfiles().stream()
                .filter(profile -> settings.getActiveProfiles().contains(profile.getId())
                        || (profile.getActivation() != null
                                && profile.getActivation().isActiveByDefault()))
                .flatMap(profile -> profile.getRepositories().stream())
                .map(MavenSettings::repository)
                .forEach(repositories::add);
        try (InputStream pom = MavenXpp3Reader.class.getResourceAsStream(SUPER_POM)) {
            new MavenXpp3Reader()
                    .read(pom).getRepositories().stream()
                            .map(each -> repository(each.getId(), each.getUrl()))
                            .forEach(repositories::add);
        } catch (IOException | XmlPullParserException e) {
            throw new IllegalStateException("The jar is damaged: " + SUPER_POM, e);
        }
        return repositories;
    }

    private static RemoteRepository repository(Repository each) {
        return repository(each.getId(), each.getUrl());
    }

    /** A jar whose checksum is wrong, or missing, is refused. */
    private static RemoteRepository repository(String id, String url) {
        return new RemoteRepository.Builder(id, "default", url)
                .setPolicy(new RepositoryPolicy(
                        true, RepositoryPolicy.UPDATE_POLICY_ALWAYS, RepositoryPolicy.CHECKSUM_POLICY_FAIL))
                .build();
    }
}
