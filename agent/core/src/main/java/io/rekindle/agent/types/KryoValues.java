package io.rekindle.agent.types;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.DefaultSerializers;
import java.net.URI;
import java.util.UUID;
import java.util.regex.Pattern;

/** The JDK's immutable classes that Kryo has a serializer for. Kryo is loaded at the first use. */
final class KryoValues implements OpaqueValues {

  static final KryoValues INSTANCE = new KryoValues();

  private static final int BUFFER_BYTES = 256;

  private Kryo kryo;

  private KryoValues() {}

  @Override
  public synchronized byte[] write(Object value) {
    Output output = new Output(BUFFER_BYTES, -1);
    kryo().writeObject(output, value);
    return output.toBytes();
  }

  @Override
  public synchronized Object read(String storedName, byte[] bytes) {
    try {
      Class<?> type = Class.forName(storedName, false, null);
      return kryo().readObject(new Input(bytes), type);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("value of an unknown JDK class: class=" + storedName, e);
    }
  }

  private Kryo kryo() {
    if (kryo == null) {
      kryo = new Kryo();
      kryo.setRegistrationRequired(false);
      kryo.setReferences(false);
      addSerializers(kryo);
    }
    return kryo;
  }

  /** Kryo has these serializers, but does not use them unless it is told to. */
  static void addSerializers(Kryo kryo) {
    kryo.addDefaultSerializer(Pattern.class, new DefaultSerializers.PatternSerializer());
    kryo.addDefaultSerializer(URI.class, new DefaultSerializers.URISerializer());
    kryo.addDefaultSerializer(UUID.class, new DefaultSerializers.UUIDSerializer());
  }
}
