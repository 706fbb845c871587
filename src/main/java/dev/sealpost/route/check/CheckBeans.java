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
     * Creates a check for files that are checked one after the other.
     *
     * @param platform beans of Sealpost itself
     * @param owners file of each known bean; new beans are added
     */
    CheckBeans(BeanRepository platform, Map<String, String> owners) {
        this.platform = platform;
        this.owners = owners;
    }

    /** @param beans places of the beans by name */
    List<RouteFileProblem> check(String file, Map<String, SourceLocation> beans) {
        List<RouteFileProblem> problems = new ArrayList<>();
        beans.forEach((name, place) -> {
            String owner = owners.putIfAbsent(name, file);
            if (owner != null && !owner.equals(file)) {
                problems.add(new RouteFileProblem(
                        file,
                        place,
                        "the bean name " + name + " is already used in " + owner,
                        "rename one of the two beans"));
            } else if (platform.lookupByName(name) != null) {
                problems.add(new RouteFileProblem(
                        file, place, "the bean name " + name + " is reserved by Sealpost", "rename the bean"));
            }
        });
        return problems;
    }
}
