package dev.sealpost.route.camel;

import org.apache.camel.CamelContext;
import org.apache.camel.language.bean.BeanLanguage;
import org.apache.camel.spi.Language;
import org.jspecify.annotations.Nullable;

/**
 * Language with which Simple calls a method of a value, as in {@code ${header.id.trim()}}. Camel's own implementation first
 * resolves placeholders in the value and treats {@code #name} as a bean, so the sender of a value could read any file and
 * secret.
 */
public final class PlainValues extends BeanLanguage {

    /** The position at which Camel passes the value. */
    private static final int VALUE = 1;

    public static void in(CamelContext camel) {
        camel.getRegistry().bind(LANGUAGE, Language.class, new PlainValues());
    }

    @Override
    @SuppressWarnings("NullAway") // Camel passes null for no value
    protected <T> T property(Class<T> type, Object @Nullable [] properties, int index, @Nullable Object defaultValue) {
        boolean isValue =
                index == VALUE && properties != null && properties.length > VALUE && properties[VALUE] != null;
        return isValue ? type.cast(properties[VALUE]) : super.property(type, properties, index, defaultValue);
    }
}
