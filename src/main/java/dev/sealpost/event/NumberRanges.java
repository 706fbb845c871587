package dev.sealpost.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Set of integers, stored as ranges of adjacent numbers. Not thread-safe. */
public final class NumberRanges {

    private final NavigableMap<Long, Long> lastByFirst = new TreeMap<>();

    /** Range, both ends inclusive. */
    public record Range(long first, long last) {

        public long size() {
            return last - first + 1;
        }
    }

    public void add(long number) {
        add(new Range(number, number));
    }

    public void add(Range range) {
        long first = range.first();
        long last = range.last();
        Map.Entry<Long, Long> before = lastByFirst.floorEntry(first);
        if (before != null && before.getValue() >= first - 1) {
            first = before.getKey();
            last = Math.max(last, before.getValue());
        }
        Map.Entry<Long, Long> after = lastByFirst.higherEntry(first);
        while (after != null && after.getKey() <= last + 1) {
            last = Math.max(last, after.getValue());
            lastByFirst.remove(after.getKey());
            after = lastByFirst.higherEntry(first);
        }
        lastByFirst.put(first, last);
    }

    /** Returns the ranges in the set in order. */
    public List<Range> ranges() {
        return lastByFirst.entrySet().stream()
                .map(entry -> new Range(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Returns the parts of the range that are not in the set, in order. */
    public List<Range> missing(Range within) {
        List<Range> missing = new ArrayList<>();
        long next = within.first();
        for (Range range : ranges()) {
            if (range.first() > within.last()) {
                break;
            }
            if (range.first() > next) {
                missing.add(new Range(next, range.first() - 1));
            }
            next = Math.max(next, range.last() + 1);
        }
        if (next <= within.last()) {
            missing.add(new Range(next, within.last()));
        }
        return missing;
    }
}
