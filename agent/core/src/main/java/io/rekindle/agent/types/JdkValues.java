package io.rekindle.agent.types;

import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The JDK's classes whose objects are values: immutable, and of no interest as identities. */
final class JdkValues {

  private static final Map<Class<?>, TypeHandler> BUILT_IN = builtIn();

  /** Names, so that none of these classes is loaded before it is met. */
  private static final Set<String> KRYO = kryo();

  private JdkValues() {}

  /** The handler of {@code type}, or null if its objects are no values. */
  static TypeHandler handlerOf(Class<?> type) {
    TypeHandler builtIn = BUILT_IN.get(type);
    if (builtIn != null) {
      return builtIn;
    }
    Class<?> enumClass = enumClass(type);
    if (enumClass != null) {
      return new EnumHandler(enumClass);
    }
    if (KRYO.contains(type.getName())) {
      return new OpaqueValueHandler(type.getName(), KryoValues.INSTANCE);
    }
    if (isText(type)) {
      return new OpaqueValueHandler(textName(type), TextValues.INSTANCE);
    }
    if (ConstantValues.INSTANCE.contains(type)) {
      return new OpaqueValueHandler(type.getName(), ConstantValues.INSTANCE);
    }
    return null;
  }

  static boolean isValue(Class<?> type) {
    return type.isPrimitive()
        || BUILT_IN.containsKey(type)
        || enumClass(type) != null
        || KRYO.contains(type.getName())
        || ConstantValues.INSTANCE.contains(type);
  }

  /** Whether objects of {@code type} are stored as text. */
  static boolean isText(Class<?> type) {
    return type == File.class || Path.class.isAssignableFrom(type);
  }

  /** The reader of values stored under {@code storedName}. */
  static OpaqueValues readerOf(String storedName) {
    if (storedName.equals(File.class.getName()) || storedName.equals(Path.class.getName())) {
      return TextValues.INSTANCE;
    }
    return KRYO.contains(storedName) ? KryoValues.INSTANCE : ConstantValues.INSTANCE;
  }

  private static String textName(Class<?> type) {
    return type == File.class ? type.getName() : Path.class.getName();
  }

  /** The enum that declares the constant's class, which may be the class of a constant's body. */
  private static Class<?> enumClass(Class<?> type) {
    if (!Enum.class.isAssignableFrom(type) || type == Enum.class) {
      return null;
    }
    return type.isEnum() ? type : type.getSuperclass();
  }

  private static Map<Class<?>, TypeHandler> builtIn() {
    Map<Class<?>, TypeHandler> map = new HashMap<>();
    for (Class<?> type :
        new Class<?>[] {
          String.class, Boolean.class, Byte.class, Short.class, Character.class, Integer.class,
          Long.class, Float.class, Double.class, BigInteger.class, BigDecimal.class, UUID.class,
          Class.class
        }) {
      map.put(type, BuiltInHandler.INSTANCE);
    }
    return map;
  }

  private static Set<String> kryo() {
    Set<String> names = new HashSet<>();
    for (String time :
        new String[] {
          "LocalDate", "LocalTime", "LocalDateTime", "Instant", "Duration", "Period",
          "ZonedDateTime", "OffsetDateTime", "OffsetTime", "Year", "YearMonth", "MonthDay",
          "ZoneOffset", "ZoneRegion"
        }) {
      names.add("java.time." + time);
    }
    names.add("java.util.Locale");
    names.add("java.util.Currency");
    names.add("java.net.URI");
    names.add("java.net.URL");
    names.add("java.util.regex.Pattern");
    return names;
  }
}
