package dev.sealpost.event;

import dev.sealpost.application.ApplicationId;

/** Knows whose events have to keep their order. */
public interface OrderedApplications {

    /** Whether a destination of this application is ordered, as of about now. */
    boolean isOrdered(ApplicationId application);
}
