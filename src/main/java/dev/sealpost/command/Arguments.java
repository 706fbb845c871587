package dev.sealpost.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Arguments of the process, divided into settings and others.
 *
 * @param settings of the configuration, such as {@code --server.port=9090}; their keys contain a dot, unlike the
 *     options of commands
 * @param others commands, their options and files
 */
record Arguments(List<String> settings, List<String> others) {

    private static final Pattern SETTING =
            Pattern.compile("--[A-Za-z][\\w-]*(\\[[^\\]]*]|\\.[\\w-]+)+(=.*)?", Pattern.DOTALL);
    /** Settings of Spring Boot without a dot or a value. */
    private static final Set<String> FLAGS = Set.of("--debug", "--trace");

    Arguments {
        settings = List.copyOf(settings);
        others = List.copyOf(others);
    }

    /**
     * @throws IllegalArgumentException when a setting has no value
     */
    static Arguments of(String... arguments) {
        List<String> settings = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (String argument : arguments) {
            if (SETTING.matcher(argument).matches()) {
                if (!argument.contains("=")) {
                    throw new IllegalArgumentException(
                            argument + " has no value: write " + argument + "=value, without spaces.");
                }
                settings.add(argument);
            } else if (FLAGS.contains(argument)) {
                settings.add(argument);
            } else {
                others.add(argument);
            }
        }
        return new Arguments(settings, others);
    }

    /** Names of the settings without leading dashes; omits flags. */
    Stream<String> settingNames() {
        return settings.stream()
                .filter(setting -> !FLAGS.contains(setting))
                .map(setting -> setting.substring(2, setting.indexOf('=')));
    }
}
