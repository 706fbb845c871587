package dev.sealpost.api;

import dev.sealpost.application.Application.Profile;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.identifier.Uid;
import java.util.Map;
import java.util.Optional;

/** What users say about an application. */
final class ApplicationIn {

    private static final Profile BLANK = new Profile(Optional.empty(), "", Map.of(), Optional.empty());
    private static final int LONGEST_NAME = 256;

    private ApplicationIn() {}

    /** POST and PUT: everything that is absent has its default. */
    static Profile whole(Fields fields) {
        fields.require("name");
        return changed(fields, BLANK);
    }

    /** PATCH: everything that is absent stays. */
    static Profile changed(Fields fields, Profile old) {
        Profile changed = new Profile(
                fields.optional("uid", old.uid(), node -> Uid.require(Fields.text(node), ApplicationId.PREFIX)),
                fields.value("name", old.name(), node -> name(Fields.text(node))),
                fields.map("metadata", old.metadata()),
                fields.optional(
                        fields.has("throttleRate") ? "throttleRate" : "rateLimit", old.throttleRate(), Fields::rate));
        fields.throwIfInvalid();
        return changed;
    }

    private static String name(String text) {
        if (text.isBlank() || text.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("a name of 1 to " + LONGEST_NAME + " characters is expected");
        }
        return text;
    }
}
