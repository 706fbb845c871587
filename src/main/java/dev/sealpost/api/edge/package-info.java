/** Common parts of the REST API: authentication, body limits, parameters, pagination and errors. */
@NullMarked
package dev.sealpost.api.edge;

import org.jspecify.annotations.NullMarked;
