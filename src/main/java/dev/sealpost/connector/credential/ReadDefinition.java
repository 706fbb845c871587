package dev.sealpost.connector.credential;

import dev.sealpost.connector.credential.ResolveValue.UnresolvedException;
import dev.sealpost.connector.credential.ResolveValue.UnsetException;
import dev.sealpost.identifier.NearestName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads one credential of the file and collects all its problems. */
final class ReadDefinition {

    private static final List<String> KINDS =
            Arrays.stream(CredentialKind.values()).map(CredentialKind::word).toList();

    private final String name;
    private final ReadMember read;
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, Map<String, String>> maps = new HashMap<>();
    private final List<CredentialProblem> problems = new ArrayList<>();
    private final List<CredentialProblem> warnings = new ArrayList<>();
    private final List<CredentialProblem> unset = new ArrayList<>();

    ReadDefinition(String name, ResolveValue values) {
        this.name = name;
        this.read = new ReadMember(values);
    }

    List<CredentialProblem> problems() {
        return problems;
    }

    /** Returns the members whose environment variable is not set. */
    List<CredentialProblem> unset() {
        return unset;
    }

    List<CredentialProblem> warnings() {
        return warnings;
    }

    /** Returns the definition; empty if it has problems. */
    Optional<CredentialDefinition> read(NodeTuple entry) {
        if (!(entry.getValueNode() instanceof MappingNode map)) {
            problem(entry.getValueNode(), "it must be a map", "write " + name + ": {kind: …}");
            return Optional.empty();
        }
        Map<String, NodeTuple> members = members(map);
        Optional<CredentialKind> kind = kind(entry.getKeyNode(), members.remove(KindMembers.KIND));
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        List<MemberRule> rules = KindMembers.of(kind.get());
        refuseUnknown(kind.get(), members, rules);
        for (MemberRule rule : rules) {
            NodeTuple member = members.get(rule.name());
            if (member != null) {
                value(rule, member.getValueNode());
            }
        }
        if (kind.get() == CredentialKind.JWT_BEARER && unset.isEmpty()) {
            ServiceAccount.complete(texts, maps)
                    .ifPresent(reason -> problem(entry.getKeyNode(), reason, ServiceAccount.REMEDY));
        }
        for (MemberRule rule : rules) {
            if (rule.isRequired() && !texts.containsKey(rule.name()) && !members.containsKey(rule.name())) {
                problem(
                        entry.getKeyNode(),
                        "member " + rule.name() + " is missing",
                        kind.get().word() + " needs it: docs/credentials.md");
            }
        }
        if (kind.get() == CredentialKind.JWT_BEARER && problems.isEmpty() && unset.isEmpty()) {
            JwtGrant.problem(texts)
                    .ifPresent(reason -> problem(
                            entry.getKeyNode(),
                            "member privateKey: " + reason,
                            "write a PEM file of the type PRIVATE KEY"));
        }
        if (problems.isEmpty() && unset.isEmpty()) {
            TlsMembers.problem(texts)
                    .ifPresent(reason -> problem(entry.getKeyNode(), "member " + reason, "docs/credentials.md"));
        }
        return problems.isEmpty() && unset.isEmpty()
                ? Optional.of(new CredentialDefinition(name, kind.get(), texts, maps))
                : Optional.empty();
    }

    private Map<String, NodeTuple> members(MappingNode map) {
        Map<String, NodeTuple> members = new LinkedHashMap<>();
        for (NodeTuple member : map.getValue()) {
            String key = member.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (members.putIfAbsent(key, member) != null) {
                problem(member.getKeyNode(), "member " + key + " is there twice", "delete one of them");
            }
        }
        return members;
    }

    private Optional<CredentialKind> kind(Node key, @Nullable NodeTuple member) {
        if (member == null) {
            problem(key, "member kind is missing", "add kind: with one of " + String.join(", ", KINDS));
            return Optional.empty();
        }
        String word = member.getValueNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
        Optional<CredentialKind> kind = CredentialKind.of(word);
        if (kind.isEmpty()) {
            problem(
                    member.getValueNode(),
                    word.isEmpty() ? "kind must be a text" : "there is no kind " + word,
                    NearestName.of(word, KINDS)
                            .map(near -> "write " + near)
                            .orElse("use one of " + String.join(", ", KINDS)));
        }
        return kind;
    }

    private void refuseUnknown(CredentialKind kind, Map<String, NodeTuple> members, List<MemberRule> rules) {
        List<String> known = rules.stream().map(MemberRule::name).toList();
        members.forEach((member, tuple) -> {
            if (!known.contains(member)) {
                problem(
                        tuple.getKeyNode(),
                        kind.word() + " has no member " + member,
                        NearestName.of(member, known)
                                .map(near -> "write " + near)
                                .orElse("use one of " + String.join(", ", known)));
            }
        });
    }

    private void value(MemberRule rule, Node node) {
        try {
            if (rule.type().isMap()) {
                maps.put(rule.name(), read.map(rule, node));
            } else if (rule.type() == MemberRule.Type.LIST) {
                texts.put(rule.name(), read.list(rule, node));
            } else {
                texts.put(rule.name(), read.text(rule, node));
                if (rule.type().isSecret() && ReadMember.isPlainText(node)) {
                    add(
                            warnings,
                            node,
                            "warning: " + rule.name() + " is a secret in plain text",
                            "write ${NAME} for an environment variable, or ${file:/path}");
                }
            }
        } catch (UnsetException e) {
            add(unset, node, "member " + rule.name() + ": " + e.reason(), e.remedy());
        } catch (UnresolvedException e) {
            problem(node, "member " + rule.name() + ": " + e.reason(), e.remedy());
        }
    }

    void problem(Node node, String reason, String remedy) {
        add(problems, node, reason, remedy);
    }

    private void add(List<CredentialProblem> list, Node node, String reason, String remedy) {
        Optional<Mark> mark = node.getStartMark();
        list.add(new CredentialProblem(
                CredentialFile.NAME,
                mark.map(at -> at.getLine() + 1).orElse(0),
                mark.map(at -> at.getColumn() + 1).orElse(0),
                Optional.of(name),
                reason,
                remedy));
    }
}
