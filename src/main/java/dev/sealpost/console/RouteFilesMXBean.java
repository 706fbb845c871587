package dev.sealpost.console;

import java.util.List;

/** State of the files in {@code routes/} and {@code connectors/}, for JMX and the console. */
public interface RouteFilesMXBean {

    /** Number of problems. */
    int getProblemCount();

    /** Problems as {@code file:line:column: reason; remedy}. */
    List<String> getProblems();

    /** Files with their state, such as {@code routes/orders.camel.yaml running}. */
    List<String> getFiles();
}
