package io.rekindle.agent;

import io.rekindle.agent.log.AgentLog;
import io.rekindle.agent.restore.ClassInitialization;
import io.rekindle.bootstrap.Allocator;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.jar.JarFile;

/**
 * Opens the JDK's packages to the agent and has the classes of the bootstrap zone defined, beside
 * the rest of the agent's start: first what the engine needs, then the tracked collections, which
 * take longest and are needed by the application only.
 */
final class BootstrapZone {

  /** Defines the classes of the bootstrap zone; part of the packaged agent only. */
  private static final String BOOT_CLASSES = "io.rekindle.agent.boot.BootClasses";

  /** Looks into the JVM; part of the packaged agent only, as well. */
  private static final String CLASS_INTERNALS = "io.rekindle.agent.boot.ClassInternals";

  private static final String CORE = "boot.pack";
  private static final String COLLECTIONS = "collections.pack";

  private final Instrumentation instrumentation;
  private final ClassLoader loader;
  private final File agentJar;
  private final boolean isAttached;
  private final Thread opening = AgentThread.of("open", new Opening());
  private final CountDownLatch isComplete = new CountDownLatch(1);
  private Throwable failure;

  private BootstrapZone(
      Instrumentation instrumentation, ClassLoader loader, File agentJar, boolean isAttached) {
    this.instrumentation = instrumentation;
    this.loader = loader;
    this.agentJar = agentJar;
    this.isAttached = isAttached;
  }

  /**
   * Begins, in threads of our own.
   *
   * @param isAttached whether the application runs already, and may hold copies of the API
   */
  static BootstrapZone start(
      Instrumentation instrumentation, ClassLoader loader, File agentJar, boolean isAttached) {
    BootstrapZone zone = new BootstrapZone(instrumentation, loader, agentJar, isAttached);
    zone.opening.start();
    return zone;
  }

  /**
   * Waits until the engine can be loaded. If it needs one of the collections already, the agent's
   * loader waits for that.
   */
  void awaitCore() {
    boolean interrupted = false;
    while (opening.isAlive()) {
      try {
        opening.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    restoreInterrupt(interrupted);
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
  }

  /** Waits for all of it: application classes are about to be loaded. */
  void awaitAll() {
    boolean interrupted = false;
    while (isComplete.getCount() > 0) {
      try {
        isComplete.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    restoreInterrupt(interrupted);
  }

  private static void restoreInterrupt(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void appendJar(Throwable reason) {
    AgentLog.info("bootstrap classes by the search path: " + reason);
    try (JarFile jar = new JarFile(agentJar, false)) {
      instrumentation.appendToBootstrapClassLoaderSearch(jar);
    } catch (IOException unreadable) {
      throw new IllegalStateException("agent jar can't be read: " + agentJar, unreadable);
    }
  }

  /** Up to what the engine needs. */
  private final class Opening implements Runnable {

    @Override
    public void run() {
      try {
        RequiredOpens.open(instrumentation, loader);
        if (isAttached) {
          ApiCopies.complete(instrumentation, agentJar);
        }
        define();
      } catch (Throwable t) {
        failure = t;
        isComplete.countDown();
      }
    }

    private void define() {
      Consumer<String> classes;
      try {
        classes = bootClasses();
        classes.accept(CORE);
        // Not before: some of them extend what is in the core.
        StartClasses.load();
        installInternals();
      } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
        appendJar(e);
        isComplete.countDown();
        return;
      }
      // The loader itself knows what to wait for.
      ((Executor) loader).execute(new Defining(classes));
    }

    @SuppressWarnings("unchecked") // ours, see there
    private void installInternals() {
      try {
        Class<?> type = Class.forName(CLASS_INTERNALS, true, loader);
        Object internals = type.getDeclaredConstructor().newInstance();
        Allocator.install((Function<Class<?>, Object>) internals);
        ClassInitialization.install((Predicate<Class<?>>) internals);
      } catch (ReflectiveOperationException | LinkageError e) {
        AgentLog.info("restoring slowly, with one thread: this JDK does not let us ask it: " + e);
      }
    }

    private Consumer<String> bootClasses() throws ReflectiveOperationException {
      Class<?> type = Class.forName(BOOT_CLASSES, true, loader);
      @SuppressWarnings("unchecked") // ours, see there
      Consumer<String> classes = (Consumer<String>) type.getDeclaredConstructor().newInstance();
      return classes;
    }
  }

  /** The tracked collections. */
  private final class Defining implements Runnable {

    private final Consumer<String> classes;

    Defining(Consumer<String> classes) {
      this.classes = classes;
    }

    @Override
    public void run() {
      try {
        classes.accept(COLLECTIONS);
      } catch (LinkageError | RuntimeException e) {
        appendJar(e);
      } finally {
        isComplete.countDown();
      }
    }
  }
}
