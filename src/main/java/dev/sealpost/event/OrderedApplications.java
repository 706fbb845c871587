package dev.sealpost.event;

import dev.sealpost.application.ApplicationId;

/** Applications whose events must keep their order. */
public interface OrderedApplications {

    /** Returns true if a destination of this application is ordered; may be slightly out of date. */
    boolean isOrdered(ApplicationId application);
}
