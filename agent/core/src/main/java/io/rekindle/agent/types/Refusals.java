package io.rekindle.agent.types;

/** What is bound to one process, or to code that has no name, and so can't come back. */
final class Refusals {

  private static final Class<?>[] PROCESS_BOUND = {
    Thread.class,
    ThreadGroup.class,
    ThreadLocal.class,
    ClassLoader.class,
    Process.class,
    ProcessHandle.class,
    Runtime.class,
    java.io.InputStream.class,
    java.io.OutputStream.class,
    java.io.Reader.class,
    java.io.Writer.class,
    java.io.RandomAccessFile.class,
    java.io.FileDescriptor.class,
    java.net.Socket.class,
    java.net.ServerSocket.class,
    java.net.DatagramSocket.class,
    java.nio.channels.Channel.class,
    java.nio.channels.Selector.class,
    java.nio.Buffer.class,
    java.util.concurrent.Executor.class,
    java.util.concurrent.Future.class,
    java.util.Timer.class,
    java.lang.ref.Reference.class,
    java.lang.invoke.MethodHandle.class,
    java.lang.invoke.VarHandle.class,
    java.lang.reflect.AccessibleObject.class
  };

  private Refusals() {}

  /** What the user can do about an object of {@code type}; null if it can be captured. */
  static String remedyFor(Class<?> type) {
    if (type.isHidden() || type.getName().contains("$$Lambda")) {
      return "a lambda or hidden class has no name to find it by again. Use a named class or an"
          + " enum constant, or declare the field transient and set it in an @AfterRestore method.";
    }
    for (Class<?> bound : PROCESS_BOUND) {
      if (bound.isAssignableFrom(type)) {
        return "it is bound to this process. Declare the field transient and open it anew in an"
            + " @AfterRestore method.";
      }
    }
    return null;
  }
}
