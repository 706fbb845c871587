package dev.sealpost.console;

import java.util.List;

/** What JMX, and so the console, shows of the files in {@code routes/} and {@code connectors/}. */
public interface RouteFilesMXBean {

    /** How many things are wrong; 0 is well. */
    int getProblemCount();

    /** What is wrong, as {@code file:line:column: reason; remedy}. */
    List<String> getProblems();

    /** Every file with its state, such as {@code routes/orders.camel.yaml running}. */
    List<String> getFiles();
}
