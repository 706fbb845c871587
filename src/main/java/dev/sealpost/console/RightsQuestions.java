package dev.sealpost.console;

import java.util.List;
import java.util.Map;

/** MBean that the Hawtio page queries before it shows a button; compatible with the security MBean of Apache Karaf. */
public interface RightsQuestions {

    /** Returns whether the page may show this MBean. */
    boolean canInvoke(String bean);

    /** Returns whether some overload of this operation may be invoked. */
    boolean canInvoke(String bean, String operation);

    /** Returns whether this operation may be invoked with arguments of these types. */
    boolean canInvoke(String bean, String operation, String[] types);

    /**
     * Answers many queries at once.
     *
     * @param questions operations such as {@code stop()} by MBean name
     * @return by MBean and operation, a map whose {@code CanInvoke} is the answer
     */
    Map<String, Map<String, Map<String, Object>>> canInvoke(Map<String, List<String>> questions);
}
