/**
 * Apache Artemis, embedded or shared by nodes. In: messages to keep. Out: messages kept on disk, given out again until they are
 * acknowledged one by one.
 */
@NullMarked
package dev.sealpost.broker;

import org.jspecify.annotations.NullMarked;
