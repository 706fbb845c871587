package dev.sealpost.route.camel;

import org.apache.camel.CamelContext;
import org.apache.camel.language.bean.BeanLanguage;
import org.apache.camel.spi.Language;
import org.jspecify.annotations.Nullable;

/**
 * The language by which Simple calls a method of a value, as in {@code ${header.id.trim()}}. Camel's own replaces placeholders in the
 * value first, and takes {@code #name} for a bean: whoever can bring a value in could read any file and secret.
 */
public final class PlainValues extends BeanLanguage {

    /** The position at which Camel passes the value. */
    private static final int VALUE = 1;

    public static void in(CamelContext camel) {
        camel.getRegistry().bind(LANGUAGE, Language.class, new PlainValues());
    }

    @Override
    @SuppressWarnings("NullAway") // null is how Camel passes that there is none
    protected <T> T property(Class<T> type, Object @Nullable [] properties, int index, @Nullable Object defaultValue) {
        boolean isValue =
                index == VALUE && properties != null && properties.length > VALUE && properties[VALUE] != null;
        return isValue ? type.cast(properties[VALUE]) : super.property(type, properties, index, defaultValue);
    }
}
