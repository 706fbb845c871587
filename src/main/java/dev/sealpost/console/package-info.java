/**
 * The operator console. In: the state of the other packages. Out: health, metrics, Hawtio behind a login, the start
 * page.
 */
@NullMarked
package dev.sealpost.console;

import org.jspecify.annotations.NullMarked;
