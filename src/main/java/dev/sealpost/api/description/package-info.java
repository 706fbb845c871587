/**
 * Description of the API: an OpenAPI 3.1 document made from the operations themselves, and a page that shows it and calls
 * them.
 */
@NullMarked
package dev.sealpost.api.description;

import org.jspecify.annotations.NullMarked;
