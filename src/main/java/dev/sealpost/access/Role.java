package dev.sealpost.access;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Named set of permissions. The roles of one application are confined to it. */
public enum Role {
    /** Everything. */
    ADMIN(false, EnumSet.allOf(Permission.class)),
    /** Everything except access. */
    OPERATOR(false, EnumSet.complementOf(EnumSet.of(Permission.MANAGE_ACCESS))),
    /** Sees everything except payloads, secrets and the audit log, and changes nothing. */
    VIEWER(false, EnumSet.of(Permission.VIEW)),
    /** The back end of one application: sends its messages and manages its endpoints. */
    APPLICATION(
            true,
            EnumSet.of(
                    Permission.VIEW,
                    Permission.VIEW_CONTENT,
                    Permission.SEND_MESSAGES,
                    Permission.REPLAY,
                    Permission.DELETE_CONTENT,
                    Permission.MANAGE_ENDPOINTS,
                    Permission.MANAGE_SECRETS)),
    /** A customer in the portal of one application: manages its endpoints and sees its messages. */
    PORTAL(
            true,
            EnumSet.of(
                    Permission.VIEW,
                    Permission.VIEW_CONTENT,
                    Permission.REPLAY,
                    Permission.MANAGE_ENDPOINTS,
                    Permission.MANAGE_SECRETS));

    private final boolean confined;
    private final Set<Permission> permissions;

    Role(boolean confined, Set<Permission> permissions) {
        this.confined = confined;
        this.permissions = Set.copyOf(permissions);
    }

    /** Returns whether a caller with this role belongs to one application. */
    public boolean isConfined() {
        return confined;
    }

    public boolean has(Permission permission) {
        return permissions.contains(permission);
    }

    /** Returns the word used in rows and in the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Finds the role with this word.
     *
     * @throws IllegalArgumentException with a message for users, if there is none
     */
    public static Role of(String word) {
        return find(word)
                .orElseThrow(() -> new IllegalArgumentException("one of these is expected: "
                        + Arrays.stream(values()).map(Role::word).collect(Collectors.joining(", "))));
    }

    private static Optional<Role> find(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }
}
