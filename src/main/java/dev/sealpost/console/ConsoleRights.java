package dev.sealpost.console;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.jolokia.server.core.restrictor.RestrictorFactory;
import org.jolokia.server.core.service.api.Restrictor;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;

/**
 * Tells the Hawtio page which operations the server would refuse, so that it hides their buttons. Answers from
 * {@code config/jolokia-access.xml}, which also enforces the policy.
 */
final class ConsoleRights implements RightsQuestions, InitializingBean, DisposableBean {

    private static final String NAME = "hawtio:type=security,area=jmx,name=SealpostConsoleRights";
    private static final String ANSWER = "CanInvoke";

    private final Restrictor policy;
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

    /**
     * Loads the policy.
     *
     * @param location URL of the policy file
     * @throws IOException when the file cannot be read
     */
    ConsoleRights(String location) throws IOException {
        this.policy = RestrictorFactory.lookupPolicyRestrictor(location);
        if (policy == null) {
            throw new IOException("Missing file " + location);
        }
    }

    @Override
    public void afterPropertiesSet() throws JMException {
        destroy(); // a test may have started another console in this JVM
        server.registerMBean(new StandardMBean(this, RightsQuestions.class), new ObjectName(NAME));
    }

    @Override
    public void destroy() throws JMException {
        if (server.isRegistered(new ObjectName(NAME))) {
            server.unregisterMBean(new ObjectName(NAME));
        }
    }

    @Override
    public boolean canInvoke(String bean) {
        return true; // MBeans may be shown
    }

    @Override
    public boolean canInvoke(String bean, String operation) {
        try {
            return policy.isOperationAllowed(new ObjectName(bean), operation);
        } catch (MalformedObjectNameException e) {
            return false;
        }
    }

    @Override
    public boolean canInvoke(String bean, String operation, String[] types) {
        return canInvoke(bean, operation.contains("(") ? operation : operation + "(" + String.join(",", types) + ")");
    }

    @Override
    public Map<String, Map<String, Map<String, Object>>> canInvoke(Map<String, List<String>> questions) {
        Map<String, Map<String, Map<String, Object>>> answers = new HashMap<>();
        questions.forEach((bean, operations) -> {
            Map<String, Map<String, Object>> ofBean = new HashMap<>();
            operations.forEach(operation -> ofBean.put(operation, Map.of(ANSWER, canInvoke(bean, operation))));
            answers.put(bean, ofBean);
        });
        return answers;
    }
}
