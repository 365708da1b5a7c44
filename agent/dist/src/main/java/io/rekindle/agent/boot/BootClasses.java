package io.rekindle.agent.boot;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import jdk.internal.misc.Unsafe;

/**
 * Defines the classes of the bootstrap zone one by one, superclasses first. On JDK 21 and later the
 * superclasses of two tracked collections are generated instead: see {@code SequencedViews}.
 *
 * <p>The public way, appending the jar to the bootstrap search, makes the JVM print a warning
 * ("Sharing is only supported for boot loader classes ...") and give up the shared archive of the
 * application's own classes. It remains the fallback: see {@code BootstrapZone}.
 */
public final class BootClasses implements Consumer<String> {

  private static final String COLLECTIONS = "io/rekindle/bootstrap/collections/";
  private static final int SEQUENCED_FEATURE_VERSION = 21;

  private boolean generated;
  private boolean succeeded;

  /** For {@code BootstrapZone}, which knows it by name. */
  public BootClasses() {}

  /** Defines all that the resource {@code pack} holds, or throws before the first. */
  @Override
  public void accept(String pack) {
    Unsafe unsafe = Unsafe.getUnsafe();
    ClassLoader own = BootClasses.class.getClassLoader();
    try (InputStream resource = own.getResourceAsStream(pack);
        DataInputStream in = new DataInputStream(resource)) {
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        String name = in.readUTF();
        byte[] content = new byte[in.readInt()];
        in.readFully(content);
        if (!isGenerated(name) || !generate()) {
          unsafe.defineClass(name, content, 0, content.length, null, null);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("damaged agent jar", e);
    }
  }

  private static boolean isGenerated(String name) {
    return Runtime.version().feature() >= SEQUENCED_FEATURE_VERSION
        && name.startsWith(COLLECTIONS)
        && (name.endsWith("/LinkedHashMapBase") || name.endsWith("/LinkedHashSetBase"));
  }

  /** Generates both at the first call; the classes that do it were defined before. */
  private boolean generate() {
    if (!generated) {
      generated = true;
      try {
        Class<?> views =
            Class.forName((COLLECTIONS + "SequencedViews").replace('/', '.'), true, null);
        succeeded = (boolean) views.getMethod("install").invoke(null);
      } catch (ReflectiveOperationException e) {
        succeeded = false;
      }
    }
    return succeeded;
  }
}
