package dev.sealpost.scenario;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The order of three things in the output of {@code strace -f -y}: a request was read, a journal file was synced, a 202 was
 * about to be written. A call that another thread interrupts is printed as two lines, {@code unfinished} and
 * {@code resumed}: a read and a sync count when they end, a write when it begins.
 */
final class SystemCalls {

    /** Meaning of a line of the trace for this question. */
    enum Step {
        REQUEST_READ,
        JOURNAL_SYNCED,
        ACCEPTED_WRITTEN
    }

    private static final Pattern LINE = Pattern.compile("^(?<pid>\\d+)\\s+(?<call>.*)$");
    private static final Pattern RESUMED = Pattern.compile("^<\\.\\.\\. (?<name>\\w+) resumed>(?<rest>.*)$");
    private static final Pattern SYNC = Pattern.compile("^(fdatasync|fsync)\\(\\d+<(?<file>[^>]*)>.*");
    private static final Pattern READ = Pattern.compile("^(read|readv|recvfrom|recvmsg)\\(.*");
    private static final Pattern WRITE = Pattern.compile("^(write|writev|sendto|sendmsg)\\(.*");

    private SystemCalls() {}

    /** The steps in the order in which they happened. */
    static List<Step> steps(List<String> trace) {
        List<Step> steps = new ArrayList<>();
        Map<String, String> unfinished = new HashMap<>();
        for (String text : trace) {
            Matcher line = LINE.matcher(text);
            if (line.matches()) {
                add(steps, unfinished, line.group("pid"), line.group("call"));
            }
        }
        return steps;
    }

    private static void add(List<Step> steps, Map<String, String> unfinished, String pid, String call) {
        Matcher resumed = RESUMED.matcher(call);
        boolean begins = !resumed.matches();
        boolean ends = !call.endsWith("<unfinished ...>");
        String whole = begins ? call : unfinished.getOrDefault(pid, "") + resumed.group("rest");
        if (!ends) {
            unfinished.put(pid, call.replace("<unfinished ...>", ""));
        }
        if (begins && WRITE.matcher(whole).matches() && whole.contains("HTTP/1.1 202")) {
            steps.add(Step.ACCEPTED_WRITTEN);
        }
        if (ends && READ.matcher(whole).matches() && whole.contains("\"POST /api/v1/app/")) {
            steps.add(Step.REQUEST_READ);
        }
        Matcher sync = SYNC.matcher(whole);
        if (ends && sync.matches() && sync.group("file").endsWith(".amq") && whole.endsWith("= 0")) {
            steps.add(Step.JOURNAL_SYNCED);
        }
    }

    /** Returns the number of answers 202 that were written, each of them checked. */
    static int acceptedAfterSync(List<Step> steps) {
        int accepted = 0;
        boolean requested = false;
        boolean synced = false;
        for (Step step : steps) {
            switch (step) {
                case REQUEST_READ -> {
                    requested = true;
                    synced = false;
                }
                case JOURNAL_SYNCED -> synced = requested;
                case ACCEPTED_WRITTEN -> {
                    if (!synced) {
                        throw new AssertionError(
                                "202 number " + (accepted + 1) + " was written before a sync: " + steps);
                    }
                    accepted++;
                    requested = false;
                    synced = false;
                }
            }
        }
        return accepted;
    }
}
