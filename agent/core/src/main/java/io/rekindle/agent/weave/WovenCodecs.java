package io.rekindle.agent.weave;

import io.rekindle.agent.types.CodecLookup;
import io.rekindle.bootstrap.ObjectCodec;
import io.rekindle.codec.FieldDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The codecs of woven classes, made at their first use; or those of classes that were loaded before
 * they could be woven. Thread-safe.
 */
public final class WovenCodecs implements CodecLookup {

  private final CapturedFields captured;
  private final BarrierBypasses bypasses;
  private final WovenCache cache;
  private final boolean areWoven;

  /** By class, and by whether only fields with state are captured; held by the class itself. */
  private final ClassValue<Map<Boolean, ObjectCodec>> codecs =
      new ClassValue<>() {
        @Override
        protected Map<Boolean, ObjectCodec> computeValue(Class<?> type) {
          return new ConcurrentHashMap<>();
        }
      };

  /** For classes woven with these names, with the bypasses noted; {@code cache} may be null. */
  public WovenCodecs(StateNames names, BarrierBypasses bypasses, WovenCache cache) {
    this(new CapturedFields(names, CapturedFields::isWoven), bypasses, cache, true);
  }

  private WovenCodecs(
      CapturedFields captured, BarrierBypasses bypasses, WovenCache cache, boolean areWoven) {
    this.captured = captured;
    this.bypasses = bypasses;
    this.cache = cache;
    this.areWoven = areWoven;
  }

  /** For the classes that {@code scope} would have woven, as they are. */
  public static WovenCodecs ofUnwoven(StateNames names, WeaveScope scope) {
    return new WovenCodecs(
        new CapturedFields(names, scope::coversObjectsOf), new BarrierBypasses(), null, false);
  }

  @Override
  public boolean haveWords() {
    return areWoven;
  }

  @Override
  public ObjectCodec codecOf(Class<?> type) {
    return type != null && captured.serves(type) ? codec(type, captured.onlyState(type)) : null;
  }

  private ObjectCodec codec(Class<?> type, boolean onlyState) {
    Map<Boolean, ObjectCodec> known = codecs.get(type);
    ObjectCodec codec = known.get(onlyState);
    if (codec == null) {
      Class<?> parent = type.getSuperclass();
      ObjectCodec parentCodec =
          parent != null && captured.serves(parent) ? codec(parent, onlyState) : null;
      // Not under a lock: this may wait for a class loader, and two codecs are as good as one.
      codec =
          CodecGenerator.generate(
              type, captured.declared(type, onlyState), parentCodec, false, cache);
      known.put(onlyState, codec);
    }
    return codec;
  }

  @Override
  public List<FieldDescriptor> fields(Class<?> type) {
    return captured.descriptors(type);
  }

  @Override
  public ObjectCodec staticsCodecOf(Class<?> type) {
    return CodecGenerator.generate(type, captured.statics(type), null, true, cache);
  }

  @Override
  public List<FieldDescriptor> staticsFields(Class<?> type) {
    List<FieldDescriptor> fields = new ArrayList<>();
    CapturedFields.addTo(fields, captured.statics(type));
    return fields;
  }

  @Override
  public boolean writesPastBarriers(Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      if (bypasses.contains(c.getName())) {
        return true;
      }
    }
    return false;
  }
}
