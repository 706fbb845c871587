package dev.sealpost.broker;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;

/** A producer's message is not taken. The reason goes to the producer; the stack says nothing, and Artemis would log it. */
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
