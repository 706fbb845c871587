package dev.sealpost.connector.credential;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Credentials of one content of the file. Thread-safe. */
final class FixedCredentials implements Credentials {

    private final CredentialFile file;
    private final Map<String, ConfiguredCredential> credentials;

    FixedCredentials(CredentialFile file, CreateCredential create) {
        this(file, create, Map.of());
    }

    /** @param earlier credentials to keep if their definition is the same, with their tokens */
    private FixedCredentials(CredentialFile file, CreateCredential create, Map<String, ConfiguredCredential> earlier) {
        this.file = file;
        Map<String, ConfiguredCredential> made = new HashMap<>();
        for (String name : file.names()) {
            file.definition(name).ifPresent(definition -> {
                ConfiguredCredential same = earlier.get(name);
                made.put(name, same != null && same.definition().equals(definition) ? same : create.create(definition));
            });
        }
        this.credentials = Map.copyOf(made);
    }

    /**
     * Returns the credentials of another content. If the file as a whole cannot be used, the credentials of this content stay.
     */
    FixedCredentials with(CredentialFile next, CreateCredential create) {
        return next.fault().isEmpty() ? new FixedCredentials(next, create, credentials) : this;
    }

    @Override
    public Optional<Credential> find(String name) {
        Optional<CredentialProblem> problem = file.problem(name).or(file::fault);
        ConfiguredCredential credential = credentials.get(name);
        if (credential == null && problem.isPresent()) {
            throw new CredentialException("the credential " + name + " cannot be used: " + problem.get());
        }
        if (credential == null && file.unset(name).isPresent()) {
            throw CredentialException.unset("the credential " + name + " is not set up: "
                    + file.unset(name).get());
        }
        return Optional.ofNullable(credential);
    }

    @Override
    public Set<String> names() {
        return file.names();
    }

    /** Returns the reasons why no token can be had at present, by credential. */
    Map<String, String> failing() {
        Map<String, String> failing = new HashMap<>();
        credentials.forEach((name, credential) ->
                credential.authorization().failing().ifPresent(reason -> failing.put(name, reason)));
        return failing;
    }
}
