package dev.sealpost.broker.guard;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;

/** Rejects a producer's message with a reason. Has no stack trace, since Artemis would log it. */
final class MessageRefusedException extends ActiveMQException {

    private static final long serialVersionUID = 1L;

    MessageRefusedException(String reason) {
        super(ActiveMQExceptionType.ILLEGAL_STATE, reason);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
