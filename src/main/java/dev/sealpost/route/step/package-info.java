/** Steps of connectors that consist of Camel steps. In: exchanges. Out: headers, statements and outcomes for Camel's components. */
@NullMarked
package dev.sealpost.route.step;

import org.jspecify.annotations.NullMarked;
