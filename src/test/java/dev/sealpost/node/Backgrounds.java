package dev.sealpost.node;

import java.util.Map;

/** Makes homes of background work for the tests of other packages. */
public final class Backgrounds {

    private Backgrounds() {}

    /** One in which the first step of every work throws an error; its steps are counted by the name of the work. */
    public static Background disturbed(Map<String, Integer> steps) {
        return new Background(new FatalErrorHandler(exitCode -> {}), (work, step) -> {
            if (steps.merge(work, 1, Integer::sum) == 1) {
                throw new NoClassDefFoundError("thrown on purpose in " + work);
            }
            step.run();
        });
    }

    /** One whose steps are counted by the name of the work. */
    public static Background counted(Map<String, Integer> steps) {
        return new Background(new FatalErrorHandler(exitCode -> {}), (work, step) -> {
            step.run();
            steps.merge(work, 1, Integer::sum);
        });
    }

    /** One whose process never ends. */
    public static Background plain() {
        return new Background(new FatalErrorHandler(exitCode -> {}));
    }
}
