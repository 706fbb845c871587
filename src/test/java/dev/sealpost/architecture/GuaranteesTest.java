package dev.sealpost.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of the guarantees names tests that exist. */
class GuaranteesTest {

    private static final Pattern TEST = Pattern.compile("`(\\w+Test)`(\\*?)");

    private static List<MatchResult> named() throws IOException {
        return TEST.matcher(Files.readString(Path.of("docs", "guarantees.md")))
                .results()
                .toList();
    }

    private static Set<String> existing() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith("Test.java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void areShownByTestsThatExist() throws IOException {
        assertThat(named()).hasSizeGreaterThan(30);
        assertThat(existing())
                .containsAll(named().stream().map(name -> name.group(1)).toList());
    }
}
