/**
 * The jars of the user. In: the folder {@code lib/} of the home, and names of artifacts in a Maven repository. Out: a class
 * loader of the jars in the folder, and more jars in it.
 */
@NullMarked
package dev.sealpost.library;

import org.jspecify.annotations.NullMarked;
