/** Rules that the code keeps, and the table of packages. */
@NullMarked
package dev.sealpost.architecture;

import org.jspecify.annotations.NullMarked;
