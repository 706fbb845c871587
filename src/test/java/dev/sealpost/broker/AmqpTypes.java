package dev.sealpost.broker;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Decimal128;
import org.apache.qpid.proton.amqp.Decimal32;
import org.apache.qpid.proton.amqp.Decimal64;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnknownDescribedType;
import org.apache.qpid.proton.amqp.UnsignedByte;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.UnsignedShort;
import org.apache.qpid.proton.codec.AMQPDefinedTypes;
import org.apache.qpid.proton.codec.DecoderImpl;
import org.apache.qpid.proton.codec.EncoderImpl;

/** A value of every type that AMQP has. */
public final class AmqpTypes {

    private AmqpTypes() {}

    /** By the name of the type. */
    public static Map<String, Object> all() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("null", null);
        values.put("boolean", true);
        values.put("ubyte", UnsignedByte.valueOf((byte) 200));
        values.put("ushort", UnsignedShort.valueOf((short) 60_000));
        values.put("uint", UnsignedInteger.valueOf(-5));
        values.put("ulong", UnsignedLong.valueOf(-5L));
        values.put("byte", (byte) -5);
        values.put("short", (short) -5);
        values.put("int", 42);
        values.put("long", 1L << 40);
        values.put("float", 1.5f);
        values.put("double", 1.1);
        values.put("decimal32", new Decimal32(new BigDecimal("1.10")));
        values.put("decimal64", new Decimal64(new BigDecimal("1.10")));
        values.put("decimal128", new Decimal128(new BigDecimal("1.10")));
        values.put("char", 'x');
        values.put("timestamp", new Date(1_767_323_045_678L));
        values.put("uuid", UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8"));
        values.put("binary", new Binary(new byte[] {1, 2, (byte) 255}));
        values.put("binary within more", new Binary(new byte[] {1, 2, 3, 4, 5, 6, 7}, 5, 2));
        values.put("string", "text");
        values.put("symbol", Symbol.valueOf("a-symbol"));
        values.put("list", List.of(1, "two", new Date(0)));
        values.put("map", Map.of("a", new Date(0)));
        values.put("array", new String[] {"a", "b"});
        values.put("described", new UnknownDescribedType(Symbol.valueOf("a:b"), "value"));
        return values;
    }

    /** A message of these sections, in this order. */
    public static byte[] encoded(Object... sections) {
        DecoderImpl decoder = new DecoderImpl();
        EncoderImpl encoder = new EncoderImpl(decoder);
        AMQPDefinedTypes.registerAllTypes(decoder, encoder);
        ByteBuffer bytes = ByteBuffer.allocate(4 * 1024 * 1024);
        encoder.setByteBuffer(bytes);
        for (Object section : sections) {
            encoder.writeObject(section);
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }
}
