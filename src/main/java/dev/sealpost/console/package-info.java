/**
 * What operators look at. In: the state of the other packages. Out: health, Hawtio behind a login, the first-start page.
 */
@NullMarked
package dev.sealpost.console;

import org.jspecify.annotations.NullMarked;
