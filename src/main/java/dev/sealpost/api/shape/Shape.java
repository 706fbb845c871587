package dev.sealpost.api.shape;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Declared shape of a body, a JSON object.
 *
 * @param name of its schema, such as {@code EndpointIn}
 * @param members in the order in which they are described
 * @param onlyInAnswers names of members that a client may send back as it got them, and that are ignored
 */
public record Shape(String name, List<Member> members, Set<String> onlyInAnswers) {

    public Shape {
        members = List.copyOf(members);
        onlyInAnswers = Set.copyOf(onlyInAnswers);
    }

    public static Shape of(String name, Member... members) {
        return new Shape(name, List.of(members), Set.of());
    }

    /** Allows clients to send back the other members of this answer. */
    public Shape andOf(Class<? extends Record> answer) {
        return andOf(Stream.of(answer.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toSet()));
    }

    /** Allows clients to send back these members of the answer. */
    public Shape andOf(Set<String> answer) {
        Set<String> others = new LinkedHashSet<>(answer);
        others.removeAll(names());
        return new Shape(name, members, others);
    }

    /** Returns the shape of a change, in which nothing is required. */
    public Shape patch(String newName) {
        return new Shape(newName, members.stream().map(Member::asOptional).toList(), onlyInAnswers);
    }

    /** Returns a shape with more members. */
    public Shape with(String newName, Member... more) {
        return new Shape(
                newName, Stream.concat(members.stream(), Stream.of(more)).toList(), onlyInAnswers);
    }

    /** Finds a member by its name or alias. */
    public Optional<Member> find(String member) {
        return members.stream().filter(each -> each.names().contains(member)).findFirst();
    }

    /** Returns all names and aliases of the members. */
    public Set<String> names() {
        return members.stream()
                .flatMap(member -> member.names().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Returns the names and aliases that a client can use. */
    public Set<String> supportedNames() {
        return members.stream()
                .filter(Member::isSupported)
                .flatMap(member -> member.names().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
