package dev.sealpost.scenario;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The applications and endpoints of the crash scenario: fan-out 1 and 2, an endpoint that fails each event once, one that
 * fails for good, and a type that nobody wants.
 *
 * @param paths by endpoint id
 * @param hopeless the path whose deliveries must end as dead letters
 */
record Town(List<Audience> audiences, Map<String, String> paths, String hopeless) {

    private static final String SECRET = "whsec_c2NlbmFyaW8tc2VjcmV0LXNjZW5hcmlvLXNlY3JldA==";
    private static final String TYPE = "order.created";

    static Town build(SealpostApi api, Receiver receiver) throws IOException, InterruptedException {
        Map<String, String> paths = new HashMap<>();
        List<Audience> audiences = new ArrayList<>();
        Manner well = new Manner.Answers(200);
        // Several times in the list: that often is it chosen.
        for (int i = 1; i <= 6; i++) {
            audiences.add(application(api, receiver, paths, "single-" + i, List.of(well)));
        }
        for (int i = 1; i <= 4; i++) {
            audiences.add(application(api, receiver, paths, "double-" + i, List.of(well, new Manner.Answers(204))));
        }
        audiences.add(application(api, receiver, paths, "flaky", List.of(new Manner.FailsFirst(500), well)));
        Audience hopeless = application(api, receiver, paths, "hopeless", List.of(new Manner.Answers(500)));
        audiences.add(hopeless);
        return new Town(audiences, paths, hopeless.paths().iterator().next());
    }

    private static Audience application(
            SealpostApi api, Receiver receiver, Map<String, String> paths, String name, List<Manner> manners)
            throws InterruptedException {
        String application = api.createApplication(name);
        List<String> own = new ArrayList<>();
        for (Manner manner : manners) {
            String path = "/" + name + "/" + (own.size() + 1);
            String url = receiver.endpoint(path, manner, SECRET);
            paths.put(api.createEndpoint(application, url, SECRET, List.of("order.*")), path);
            own.add(path);
        }
        return new Audience(application, TYPE, Set.copyOf(own));
    }
}
