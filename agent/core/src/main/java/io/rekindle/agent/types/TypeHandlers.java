package io.rekindle.agent.types;

import io.rekindle.TrackedFile;
import io.rekindle.agent.log.Log;
import io.rekindle.bootstrap.ObjectCodec;
import io.rekindle.codec.FieldDescriptor;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Chooses, once for each class, how its objects are captured. Thread-safe. */
public final class TypeHandlers {

  private static final Log LOG = Log.of(TypeHandlers.class);

  private final CodecLookup codecs;

  private final ClassValue<TypeHandler> byClass =
      new ClassValue<>() {
        @Override
        protected TypeHandler computeValue(Class<?> type) {
          return ready(type, TypeHandlers.this::choose);
        }
      };

  private final ClassValue<NodeHandler> staticsByClass =
      new ClassValue<>() {
        @Override
        protected NodeHandler computeValue(Class<?> type) {
          return ready(type, TypeHandlers.this::statics);
        }
      };

  /** The classes that {@link #prepare} was called for. */
  private final ClassValue<AtomicBoolean> prepared =
      new ClassValue<>() {
        @Override
        protected AtomicBoolean computeValue(Class<?> type) {
          return new AtomicBoolean();
        }
      };

  /** Whether the calling thread holds up others, so that it may not wait for a class loader. */
  private volatile BooleanSupplier holdsUpOthers = () -> false;

  /** Handlers for the classes of one application. */
  public TypeHandlers(CodecLookup codecs) {
    this.codecs = codecs;
  }

  /**
   * Has threads for which {@code holdsUpOthers} is true get an {@link UnpreparedClassException}
   * instead of a new handler that may take the lock of a class loader.
   */
  public void refuseUnpreparedIf(BooleanSupplier holdsUpOthers) {
    this.holdsUpOthers = holdsUpOthers;
  }

  /**
   * Makes what is needed for objects of this class and for its static state. To be called by a
   * thread that holds up no others. Does nothing if no lock of a class loader is in question. If it
   * fails, those who want the handler are told why.
   */
  public void prepare(Class<?> type) {
    if (!LoaderLocks.mayBeTakenFor(type)) {
      return;
    }
    try {
      of(type);
      if (hasStatics(type)) {
        staticsOf(type);
      }
    } catch (RuntimeException | LinkageError e) {
      LOG.info("class cannot be prepared: " + type.getName(), e);
    }
    prepared.get(type).set(true);
  }

  /** The handler for objects of exactly this class. */
  public TypeHandler of(Class<?> type) {
    return byClass.get(type);
  }

  /** The handler for restored objects that were stored under the name of this class. */
  public TypeHandler restoring(Class<?> stored) {
    return of(TrackedTypes.trackedOf(stored));
  }

  /**
   * A copy that records its changes, of the same shape and contents; the container itself if its
   * class has no tracked form.
   */
  public Object trackedCopy(Object container) {
    Class<?> type = TrackedTypes.trackedOf(container.getClass());
    return type == container.getClass() || !(of(type) instanceof TrackedHandler handler)
        ? container
        : handler.copyOf(container);
  }

  /** The handler for the static state of this class. */
  public NodeHandler staticsOf(Class<?> type) {
    return staticsByClass.get(type);
  }

  /** Whether this class has static state. */
  public boolean hasStatics(Class<?> type) {
    return !codecs.staticsFields(type).isEmpty();
  }

  /** The value of class {@code storedName} that was written as {@code bytes}. */
  public static Object readValue(String storedName, byte[] bytes) {
    return JdkValues.readerOf(storedName).read(storedName, bytes);
  }

  private <T extends TypeHandler> T ready(Class<?> type, Function<Class<?>, T> maker) {
    boolean takesLock = LoaderLocks.mayBeTakenFor(type);
    if (takesLock && !prepared.get(type).get() && holdsUpOthers.getAsBoolean()) {
      throw new UnpreparedClassException(type);
    }
    T handler = maker.apply(type);
    if (takesLock && handler instanceof NodeHandler node) {
      // Or else what it refers to would be looked for when it is first used.
      node.link();
    }
    return handler;
  }

  private NodeHandler statics(Class<?> type) {
    return new StaticsHandler(
        type, codecs.staticsCodecOf(type), codecs.staticsFields(type), codecs.haveWords());
  }

  private TypeHandler choose(Class<?> type) {
    TypeHandler value = JdkValues.handlerOf(type);
    if (value != null) {
      return value;
    }
    if (type.isArray()) {
      return new ArrayHandler(type);
    }
    if (type == Object.class) {
      return new BareObjectHandler();
    }
    Class<?> plain = TrackedTypes.plainOf(type);
    if (plain != null) {
      return tracked(type, plain);
    }
    if (type == TrackedFile.class) {
      return new TrackedFileHandler();
    }
    String remedy = Refusals.remedyFor(type);
    if (remedy != null) {
      return new RefusedHandler(type, remedy);
    }
    ObjectCodec codec = codecs.codecOf(type);
    if (codec != null) {
      return woven(type, codec);
    }
    ContainerType container = containerOf(type);
    if (container != null) {
      return new ContainerHandler(type, container);
    }
    return isJdk(type) ? jdkObject(type) : foreign(type);
  }

  private static TypeHandler tracked(Class<?> type, Class<?> plain) {
    ContainerType container = containerOf(plain);
    return PrivateFields.areReadable(plain)
        ? new TrackedHandler(type, plain, container)
        : new ContainerHandler(type, plain, container);
  }

  private TypeHandler woven(Class<?> type, ObjectCodec codec) {
    Class<?> foreign = type;
    while (codecs.codecOf(foreign) != null) {
      foreign = foreign.getSuperclass();
    }
    List<FieldDescriptor> fields = codecs.fields(type);
    for (Class<?> c = foreign; c != null && c != Object.class; c = c.getSuperclass()) {
      ContainerType container = containerOf(c);
      if (container != null) {
        return new ContainerHandler(type, container, c, codec, fields);
      }
    }
    List<Field> foreignFields = Reflection.capturedFields(foreign);
    List<FieldDescriptor> all = concat(foreignFields, fields);
    return codecs.haveWords()
        ? new PlainHandler(type, codec, foreignFields, all, codecs.writesPastBarriers(type))
        : PlainHandler.ofCompared(type, codec, foreignFields, all);
  }

  private static TypeHandler jdkObject(Class<?> type) {
    if (Serializable.class.isAssignableFrom(type)) {
      return new SerializedHandler(type);
    }
    return new RefusedHandler(
        type,
        "this JDK class has no stored form. Declare the field transient and make it anew in an"
            + " @AfterRestore method.");
  }

  private static TypeHandler foreign(Class<?> type) {
    if (Proxy.isProxyClass(type)) {
      return new RefusedHandler(
          type,
          "a dynamic proxy has no stored form. Declare the field transient and make it anew in an"
              + " @AfterRestore method.");
    }
    return new ForeignHandler(type);
  }

  private static ContainerType containerOf(Class<?> type) {
    if (!isJdk(type)) {
      return null;
    }
    ContainerType known = JdkContainers.of(type);
    if (known == null) {
      known = ConcurrentContainers.of(type);
    }
    if (known == null) {
      known = JdkCells.of(type);
    }
    return known == null && Wrappers.isWrapper(type) ? Wrappers.typeOf(type) : known;
  }

  private static boolean isJdk(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader == null || loader == ClassLoader.getPlatformClassLoader();
  }

  private static List<FieldDescriptor> concat(List<Field> foreign, List<FieldDescriptor> woven) {
    if (foreign.isEmpty()) {
      return woven;
    }
    List<FieldDescriptor> all = new ArrayList<>(foreign.size() + woven.size());
    for (Field field : foreign) {
      all.add(
          new FieldDescriptor(
              field.getDeclaringClass().getName(),
              field.getName(),
              field.getType().descriptorString()));
    }
    all.addAll(woven);
    return all;
  }
}
