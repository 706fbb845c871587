package dev.sealpost.api.application;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.sealpost.api.edge.Fields;
import dev.sealpost.api.edge.MetadataIn;
import dev.sealpost.api.shape.JsonType;
import dev.sealpost.api.shape.Member;
import dev.sealpost.api.shape.Shape;
import dev.sealpost.application.Application;
import dev.sealpost.application.Application.Profile;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.application.UnknownTypes;
import dev.sealpost.identifier.Uid;
import java.util.Map;
import java.util.Optional;

/** Reads applications from requests. */
final class ApplicationIn {

    private static final Profile BLANK = new Profile(Optional.empty(), "", Map.of(), Optional.empty());
    private static final int LONGEST_NAME = 256;

    /** Members of POST and PUT. */
    static final Shape SHAPE = Shape.of(
                    "ApplicationIn",
                    Member.of(
                                    "name",
                                    JsonType.text(1, LONGEST_NAME).matching("\\S"),
                                    "Name for people, not only of blanks.")
                            .asRequired()
                            .like("\"Example Ltd\""),
                    Member.of(
                                    "uid",
                                    JsonType.text(1, Uid.LONGEST_UID).matching(Uid.PATTERN),
                                    "Your own name of the application, unique, usable in paths in place of the id.")
                            .orNull()
                            .like("\"example-ltd\""),
                    MetadataIn.MEMBER,
                    Member.of(
                                    "unknownEventTypes",
                                    JsonType.oneOf(UnknownTypes.words()),
                                    "What happens to messages whose event type is unknown or archived.")
                            .orNull()
                            .like("\"allow\""),
                    Member.notYet("throttleRate").alsoCalled("rateLimit"))
            .andOf(ApplicationOut.class);

    /** Members of PATCH. */
    static final Shape PATCH = SHAPE.patch("ApplicationPatch");

    private ApplicationIn() {}

    /** POST: absent members have their defaults. */
    static Profile create(Fields fields) {
        return read(fields, BLANK, BLANK, false);
    }

    /** PUT: resets absent members to their defaults. */
    static Profile replaced(Fields fields, Application old) {
        return read(fields, BLANK, old.profile(), old.paused());
    }

    /** PATCH: keeps absent members. */
    static Profile changed(Fields fields, Application old) {
        return read(fields, old.profile(), old.profile(), old.paused());
    }

    private static Profile read(Fields fields, Profile whenAbsent, Profile shown, boolean paused) {
        fields.requireUnchanged("paused", BooleanNode.valueOf(paused), "POST …/pause or …/resume");
        JsonNode rate = shown.throttleRate().<JsonNode>map(IntNode::valueOf).orElse(NullNode.getInstance());
        fields.refuseNotYet("throttleRate", rate);
        fields.refuseNotYet("rateLimit", rate);
        Optional<JsonNode> newRate = fields.node("throttleRate").or(() -> fields.node("rateLimit"));
        Profile profile = new Profile(
                fields.optional("uid", whenAbsent.uid(), node -> Uid.require(Fields.text(node), ApplicationId.PREFIX)),
                fields.value("name", whenAbsent.name(), node -> name(Fields.text(node))),
                MetadataIn.changed(fields, whenAbsent.metadata()),
                newRate.map(node -> node.isNull() ? Optional.<Integer>empty() : shown.throttleRate())
                        .orElse(whenAbsent.throttleRate()),
                fields.value(
                        "unknownEventTypes",
                        whenAbsent.unknownTypes(),
                        UnknownTypes.ALLOW,
                        node -> UnknownTypes.of(Fields.text(node))));
        fields.throwIfInvalid();
        return profile;
    }

    private static String name(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("a name of 1 to " + LONGEST_NAME + " characters is expected");
        }
        return text;
    }
}
