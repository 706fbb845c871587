/** Connectors as their Kamelet files declare them. In: the text of a file. Out: parameters and calls. */
@NullMarked
package dev.sealpost.connector.catalog;

import org.jspecify.annotations.NullMarked;
