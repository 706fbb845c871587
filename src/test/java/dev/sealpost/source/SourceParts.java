package dev.sealpost.source;

import org.springframework.context.annotation.Import;

/** What the tests of other packages need of inbound webhooks. */
@Import(InboundConfiguration.class)
public final class SourceParts {}
