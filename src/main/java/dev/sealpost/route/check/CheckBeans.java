package dev.sealpost.route.check;

import dev.sealpost.route.file.RouteFileProblem;
import dev.sealpost.route.file.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.spi.BeanRepository;

/** Refuses beans whose name is used by another file or by Sealpost. */
final class CheckBeans {

    private final BeanRepository platform;
    private final Map<String, String> owners;

    /**
     * Looks at one file after the other.
     *
     * @param platform what is there without any file
     * @param owners the file of each bean so far; added to
     */
    CheckBeans(BeanRepository platform, Map<String, String> owners) {
        this.platform = platform;
        this.owners = owners;
    }

    /** @param beans by their names */
    List<RouteFileProblem> check(String file, Map<String, SourceLocation> beans) {
        List<RouteFileProblem> problems = new ArrayList<>();
        beans.forEach((name, place) -> {
            String owner = owners.putIfAbsent(name, file);
            if (owner != null && !owner.equals(file)) {
                problems.add(new RouteFileProblem(
                        file, place, "the bean name " + name + " is taken by " + owner, "rename one of the two beans"));
            } else if (platform.lookupByName(name) != null) {
                problems.add(new RouteFileProblem(
                        file, place, "the bean name " + name + " is one of Sealpost's own", "rename the bean"));
            }
        });
        return problems;
    }
}
