package dev.sealpost.route;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.record.Records;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.ApiVersionsRequest;
import org.apache.kafka.common.requests.ApiVersionsResponse;
import org.apache.kafka.common.requests.InitProducerIdRequest;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.RequestUtils;

/** A broker of Kafka with one partition for each topic, which speaks as much of the protocol as a producer needs. */
final class KafkaStandIn implements AutoCloseable {

    private static final EnumSet<ApiKeys> KNOWN =
            EnumSet.of(ApiKeys.API_VERSIONS, ApiKeys.METADATA, ApiKeys.PRODUCE, ApiKeys.INIT_PRODUCER_ID);

    private final ServerSocket server;
    private final List<String> values = new CopyOnWriteArrayList<>();

    KafkaStandIn() throws IOException {
        server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** Returns the values of the records so far, as topic and text. */
    List<String> values() {
        return List.copyOf(values);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            DataOutputStream out = new DataOutputStream(client.getOutputStream());
            while (true) {
                ByteBuffer request = ByteBuffer.wrap(in.readNBytes(in.readInt()));
                RequestHeader header = RequestHeader.parse(request);
                AbstractRequest body =
                        AbstractRequest.parseRequest(header.apiKey(), header.apiVersion(), request).request;
                ByteBuffer answer = RequestUtils.serialize(
                        header.toResponseHeader().data(),
                        header.apiKey().responseHeaderVersion(header.apiVersion()),
                        answer(body),
                        header.apiVersion());
                out.writeInt(answer.remaining());
                out.write(answer.array(), answer.arrayOffset() + answer.position(), answer.remaining());
                out.flush();
            }
        } catch (EOFException ended) {
            // the producer has closed its connection
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private ApiMessage answer(AbstractRequest request) {
        return switch (request) {
            case ApiVersionsRequest versions ->
                new ApiVersionsResponseData().setApiKeys(ApiVersionsResponse.collectApis(KNOWN, false));
            case MetadataRequest metadata -> metadata(metadata);
            case InitProducerIdRequest id -> new InitProducerIdResponseData().setProducerId(1);
            case ProduceRequest produce -> produced(produce);
            default -> throw new IllegalStateException("not known: " + request);
        };
    }

    private MetadataResponseData metadata(MetadataRequest request) {
        MetadataResponseData answer =
                new MetadataResponseData().setClusterId("test").setControllerId(1);
        answer.brokers()
                .add(new MetadataResponseData.MetadataResponseBroker()
                        .setNodeId(1)
                        .setHost("127.0.0.1")
                        .setPort(server.getLocalPort()));
        request.data()
                .topics()
                .forEach(topic -> answer.topics()
                        .add(new MetadataResponseData.MetadataResponseTopic()
                                .setName(topic.name())
                                .setTopicId(Uuid.ONE_UUID)
                                .setPartitions(List.of(new MetadataResponseData.MetadataResponsePartition()
                                        .setPartitionIndex(0)
                                        .setLeaderId(1)
                                        .setReplicaNodes(List.of(1))
                                        .setIsrNodes(List.of(1))))));
        return answer;
    }

    private ProduceResponseData produced(ProduceRequest request) {
        ProduceResponseData answer = new ProduceResponseData();
        for (ProduceRequestData.TopicProduceData topic : request.data().topicData()) {
            ProduceResponseData.TopicProduceResponse of =
                    new ProduceResponseData.TopicProduceResponse().setName(topic.name());
            topic.partitionData().forEach(partition -> {
                ((Records) partition.records())
                        .records()
                        .forEach(each -> values.add(topic.name() + " " + StandardCharsets.UTF_8.decode(each.value())));
                of.partitionResponses()
                        .add(new ProduceResponseData.PartitionProduceResponse()
                                .setIndex(partition.index())
                                .setBaseOffset(values.size()));
            });
            answer.responses().add(of);
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
