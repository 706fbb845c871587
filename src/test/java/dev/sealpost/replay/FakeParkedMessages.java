package dev.sealpost.replay;

import dev.sealpost.database.Page;
import dev.sealpost.database.PageRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Parked messages in memory, with what was done to them. */
public final class FakeParkedMessages implements ParkedMessages {

    private final Map<Long, Parked> parked = new TreeMap<>();
    private Map<String, String> headers = Map.of();
    private byte[] body = new byte[0];
    private final List<Long> redriven = new ArrayList<>();

    public void park(Parked message) {
        parked.put(message.id(), message);
    }

    /** Sets the content of all messages from now on. */
    public void contain(Map<String, String> itsHeaders, byte[] itsBody) {
        headers = itsHeaders;
        body = itsBody;
    }

    public List<Long> redriven() {
        return redriven;
    }

    @Override
    public Page<Parked> list(PageRequest request) {
        Comparator<Parked> order = Comparator.comparing(Parked::id);
        return request.cut(parked.values().stream()
                .sorted(request.direction().equals("DESC") ? order.reversed() : order)
                .limit(request.fetch())
                .toList());
    }

    @Override
    public Optional<ParkedContent> content(long id) {
        return Optional.ofNullable(parked.get(id)).map(message -> new ParkedContent(message, headers, body));
    }

    @Override
    public Redriven redrive(long id) {
        Parked message = parked.get(id);
        if (message == null) {
            return new Redriven.Unknown();
        }
        if (message.refusal().isPresent()) {
            return new Redriven.Refused(message.refusal().get());
        }
        parked.remove(id);
        redriven.add(id);
        return new Redriven.Done();
    }

    @Override
    public boolean delete(long id) {
        return parked.remove(id) != null;
    }
}
