package io.rekindle.agent.boot;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import jdk.internal.misc.Unsafe;

/**
 * Defines the classes of the bootstrap zone one by one, superclasses first.
 *
 * <p>The public way, appending the jar to the bootstrap search, makes the JVM print a warning
 * ("Sharing is only supported for boot loader classes ...") and give up the shared archive of the
 * application's own classes. It remains the fallback: see {@code AgentMain}.
 */
public final class BootClasses implements Runnable {

  /** For {@code AgentMain}, which knows it by name. */
  public BootClasses() {}

  /** Defines all of them, or throws before the first. */
  @Override
  public void run() {
    Unsafe unsafe = Unsafe.getUnsafe();
    ClassLoader own = BootClasses.class.getClassLoader();
    try (InputStream resource = own.getResourceAsStream("boot.pack");
        DataInputStream in = new DataInputStream(resource)) {
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        String name = in.readUTF();
        byte[] content = new byte[in.readInt()];
        in.readFully(content);
        unsafe.defineClass(name, content, 0, content.length, null, null);
      }
    } catch (IOException e) {
      throw new IllegalStateException("damaged agent jar", e);
    }
  }
}
