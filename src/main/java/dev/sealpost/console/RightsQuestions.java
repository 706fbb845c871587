package dev.sealpost.console;

import java.util.List;
import java.util.Map;

/** The questions that Hawtio's page asks before it offers a button, as Apache Karaf's security MBean answers them. */
public interface RightsQuestions {

    /** Whether the page may show this MBean at all. */
    boolean canInvoke(String bean);

    /** Whether this operation may be run with some arguments. */
    boolean canInvoke(String bean, String operation);

    /** Whether this operation may be run with arguments of these types. */
    boolean canInvoke(String bean, String operation, String[] types);

    /**
     * Many questions at once.
     *
     * @param questions operations such as {@code stop()} by the name of their MBean
     * @return by MBean and operation, a map whose {@code CanInvoke} is the answer
     */
    Map<String, Map<String, Map<String, Object>>> canInvoke(Map<String, List<String>> questions);
}
