package dev.sealpost.access;

import java.util.Optional;

/**
 * Authenticated caller of the API.
 *
 * @param id id of the token, or name of the user
 * @param name name given to the token, or name of the user, for people
 * @param application id of the application it is confined to; present exactly if its role is confined
 */
public record ApiPrincipal(PrincipalKind kind, String id, String name, Role role, Optional<String> application) {

    /** What a caller authenticates with. */
    public enum PrincipalKind {
        TOKEN,
        USER
    }

    public ApiPrincipal {
        if (role.isConfined() != application.isPresent()) {
            throw new IllegalArgumentException(
                    role.isConfined()
                            ? "a caller with the role " + role.word() + " belongs to an application"
                            : "a caller with the role " + role.word() + " belongs to no application");
        }
    }

    public boolean may(Permission permission) {
        return role.has(permission);
    }

    /** Returns whether objects of this application exist for the caller. */
    public boolean sees(String applicationId) {
        return application.isEmpty() || application.get().equals(applicationId);
    }
}
