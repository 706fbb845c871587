package dev.sealpost.delivery;

import org.springframework.context.annotation.Import;

/** What replays, for the tests of other packages. */
@Import({Reopen.class, Resend.class})
public class ReplayParts {}
