package io.rekindle.agent.types;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The well-known single instances of the JDK: stored by class, found again as themselves. */
final class ConstantValues implements OpaqueValues {

  static final ConstantValues INSTANCE = new ConstantValues();

  private static final byte[] NOTHING = {};

  private final Map<String, Object> byClass = new LinkedHashMap<>();

  private ConstantValues() {
    add(Collections.EMPTY_LIST);
    add(Collections.EMPTY_SET);
    add(Collections.EMPTY_MAP);
    add(Collections.reverseOrder());
    add(String.CASE_INSENSITIVE_ORDER);
  }

  /** Whether {@code type} is the class of one of them. */
  boolean contains(Class<?> type) {
    return byClass.containsKey(type.getName());
  }

  @Override
  public byte[] write(Object value) {
    return NOTHING;
  }

  @Override
  public Object read(String storedName, byte[] bytes) {
    return byClass.get(storedName);
  }

  private void add(Object constant) {
    byClass.put(constant.getClass().getName(), constant);
  }
}
