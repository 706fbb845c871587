package dev.sealpost.route.camel;

import dev.sealpost.log.SecretValues;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.MBeanRegistration;
import javax.management.MBeanServer;
import javax.management.NotificationEmitter;
import javax.management.modelmbean.ModelMBean;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.TabularData;
import javax.management.openmbean.TabularDataSupport;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ManagementAgent;
import org.jspecify.annotations.Nullable;

/**
 * Masks secrets in Camel's JMX beans, and so in Hawtio: in all attributes and results of operations, such as routes as XML and
 * endpoint addresses. Wraps the beans when they are registered.
 */
final class MaskedBeans {

    private static final Pattern OPTION = Pattern.compile(
            "(?i)((?:[?&]|&amp;)[a-z0-9.]*(?:password|passwd|passphrase|secret|token|apikey|accesskey)[a-z0-9]*=)"
                    + "(?!\\{\\{|#)(?:RAW\\([^\"]*?\\)(?=&|\"|'|\\s|$)|[^&\"'\\s<>]+)");

    private MaskedBeans() {}

    static void in(CamelContext camel) {
        ManagementAgent agent = camel.getManagementStrategy().getManagementAgent();
        if (agent != null) {
            agent.setMBeanServer(registering(ManagementFactory.getPlatformMBeanServer()));
        }
    }

    /** Returns a proxy of the server that masks each bean of Camel on registration. */
    private static MBeanServer registering(MBeanServer server) {
        return proxy(MBeanServer.class, (method, arguments) -> {
            Object[] given = arguments.clone();
            if (method.getName().equals("registerMBean") && given[0] instanceof ModelMBean bean) {
                given[0] = masked(bean);
            }
            return invoke(server, method, given);
        });
    }

    private static ModelMBean masked(ModelMBean bean) {
        return proxy(MaskedBean.class, (method, arguments) -> mask(invoke(bean, method, arguments)));
    }

    /** Interfaces of Camel's beans. */
    interface MaskedBean extends ModelMBean, MBeanRegistration, NotificationEmitter {}

    private interface Handler {
        @Nullable
        Object handle(Method method, Object[] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Handler handler) {
        return type.cast(Proxy.newProxyInstance(
                MaskedBeans.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> handler.handle(method, arguments == null ? new Object[0] : arguments)));
    }

    private static @Nullable Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    static @Nullable Object mask(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String text -> text(text);
            case AttributeList attributes -> {
                AttributeList masked = new AttributeList();
                attributes.asList().forEach(each -> masked.add(new Attribute(each.getName(), mask(each.getValue()))));
                yield masked;
            }
            case CompositeData row -> row(row);
            case TabularData table -> {
                TabularData masked = new TabularDataSupport(table.getTabularType());
                table.values().forEach(each -> masked.put(row((CompositeData) each)));
                yield masked;
            }
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> masked = new LinkedHashMap<>();
                map.forEach((key, each) -> masked.put(key, mask(each)));
                yield masked;
            }
            case Collection<?> all
            when all.stream().anyMatch(String.class::isInstance) ->
                all.stream().map(MaskedBeans::mask).toList();
            default -> value;
        };
    }

    private static CompositeData row(CompositeData row) {
        Map<String, @Nullable Object> masked = new LinkedHashMap<>();
        row.getCompositeType().keySet().forEach(key -> masked.put(key, mask(row.get(key))));
        try {
            return new CompositeDataSupport(row.getCompositeType(), masked);
        } catch (OpenDataException e) {
            throw new IllegalStateException("Cannot create a row of the same type", e);
        }
    }

    private static String text(String text) {
        return OPTION.matcher(SecretValues.mask(text)).replaceAll("$1xxxxxx");
    }
}
