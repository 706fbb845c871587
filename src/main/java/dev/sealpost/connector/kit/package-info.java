/** Kit for authors of connectors. In: the folder of a connector. Out: what is wrong with it. */
@NullMarked
package dev.sealpost.connector.kit;

import org.jspecify.annotations.NullMarked;
