package io.rekindle.agent.types;

import java.util.List;

/**
 * The payload of an opaque node.
 *
 * @param encoding who wrote the bytes
 * @param oids the nodes that the bytes refer to, by index
 * @param bytes the rest
 */
record Opaque(int encoding, int[] oids, byte[] bytes) {

  static void write(NodeSink sink, int encoding, List<Integer> references, byte[] bytes) {
    sink.putByte((byte) encoding);
    sink.putCount(references.size());
    for (int i = 0; i < references.size(); i++) {
      sink.putCount(references.get(i));
    }
    sink.putCount(bytes.length);
    sink.output().putBytes(bytes, 0, bytes.length);
  }

  static Opaque read(NodeSource source) {
    int encoding = source.takeByte();
    int[] oids = new int[source.takeCount()];
    for (int i = 0; i < oids.length; i++) {
      oids[i] = source.takeOid();
    }
    return new Opaque(encoding, oids, source.takeBytes(source.takeCount()));
  }
}
