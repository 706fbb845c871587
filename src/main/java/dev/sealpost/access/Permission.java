package dev.sealpost.access;

import java.util.Locale;

/** Right to do one kind of thing; each operation of the API needs exactly one. */
public enum Permission {
    /** See objects and their state, without payloads and secrets. */
    VIEW,
    /** See payloads of messages and contents of attempts. */
    VIEW_CONTENT,
    /** See the audit log. */
    VIEW_AUDIT,
    /** Send messages. */
    SEND_MESSAGES,
    /** Send messages again: resend, recover, replay. */
    REPLAY,
    /** Delete the contents of messages and attempts. */
    DELETE_CONTENT,
    /** Create, change, pause and delete endpoints, and send them examples. */
    MANAGE_ENDPOINTS,
    /** See and replace signing secrets and sensitive headers of endpoints. */
    MANAGE_SECRETS,
    /** Create, change, pause and delete applications, and make access for their portals. */
    MANAGE_APPLICATIONS,
    /** Create, change and delete event types. */
    MANAGE_EVENT_TYPES,
    /** Run the installation: routes, deployments, polls, dead letters, parked messages, the ledger and backups. */
    OPERATE,
    /** Create, rotate and revoke tokens and users. */
    MANAGE_ACCESS;

    /** Returns the word used in the API and its description. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
