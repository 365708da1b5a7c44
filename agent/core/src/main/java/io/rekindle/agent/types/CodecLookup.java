package io.rekindle.agent.types;

import io.rekindle.bootstrap.ObjectCodec;
import io.rekindle.codec.FieldDescriptor;
import java.util.List;

/**
 * What the handlers need to know about woven classes; and about those that would have been, where
 * the agent came too late to weave.
 */
public interface CodecLookup {

  /**
   * Whether objects of these classes, and their static state, have a word that tells of changes;
   * they are compared otherwise.
   */
  boolean haveWords();

  /** The codec of a woven class; null if the class is not woven. */
  ObjectCodec codecOf(Class<?> type);

  /** The fields that the codec passes, in its order. */
  List<FieldDescriptor> fields(Class<?> type);

  /** The codec for the static state of a class. */
  ObjectCodec staticsCodecOf(Class<?> type);

  /** The fields that the statics codec passes, in its order. */
  List<FieldDescriptor> staticsFields(Class<?> type);

  /** Whether code of this class writes fields in ways that no barrier sees. */
  boolean writesPastBarriers(Class<?> type);
}
