package dev.sealpost.deployment;

/** Thrown while another proposal is open: one version at a time. */
public final class ProposalOpenException extends RuntimeException {

    ProposalOpenException(Proposal open) {
        super("version " + open.version() + " is being prepared by the nodes, since " + open.openedAt()
                + "; try again when that has ended, at " + open.expiresAt() + " at the latest");
    }
}
