package io.rekindle.agent.premain;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Defines the agent and its dependencies from {@code inst/} of the agent jar. Application classes
 * are invisible to it (its parent is the platform loader), and its classes are invisible to the
 * application, since no other loader can read the archive. What it has itself comes first: a JDK
 * module that happens to hold a package of the same name changes nothing.
 *
 * <p>The agent's main class hands its entry point to {@link #accept}, in its static initializer:
 * the two zones share no type but those of the JDK, and a reflective call would cost milliseconds
 * of method handles at every start. For the same reason {@link #execute} is that of an {@code
 * Executor}.
 *
 * <p>Safe for use by any thread.
 */
public final class AgentClassLoader extends ClassLoader
    implements Consumer<Consumer<Object[]>>, Executor {

  static {
    registerAsParallelCapable();
  }

  /** The part of the bootstrap zone that may still be on its way. */
  private static final String LATE = "io.rekindle.bootstrap.collections.";

  private final InstArchive archive;
  private final ProtectionDomain domain;
  private final EntryHandler handler = new EntryHandler();
  private Consumer<Object[]> entry;

  /** Defines the late part; null as long as there is nothing to wait for. */
  private volatile Thread definer;

  /** A loader of what {@code file}, an agent jar, holds. */
  public AgentClassLoader(File file) throws IOException {
    super("rekindle", ClassLoader.getPlatformClassLoader());
    archive = new InstArchive(file);
    // Code that asks where a class of the agent comes from is told the jar.
    CodeSource source = new CodeSource(file.toURI().toURL(), (Certificate[]) null);
    domain = new ProtectionDomain(source, null, this, null);
  }

  @Override
  public synchronized void accept(Consumer<Object[]> main) {
    if (entry == null) {
      entry = main;
    }
  }

  /** What the agent's main class handed over; null before it is initialized. */
  public synchronized Consumer<Object[]> entry() {
    return entry;
  }

  /**
   * Runs {@code definitions}, which has classes defined by the bootstrap loader, in a thread of its
   * own. Who asks this loader for one of them waits for it.
   */
  @Override
  public void execute(Runnable definitions) {
    Thread thread = new Thread(null, definitions, "rekindle-define", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(this);
    definer = thread;
    thread.start();
  }

  private void awaitDefinitions() {
    Thread thread = definer;
    boolean interrupted = false;
    while (thread != null && thread != Thread.currentThread() && thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith("java.")) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> type = findLoadedClass(name);
      if (type == null) {
        byte[] bytes = read(name);
        if (bytes == null) {
          // Includes io.rekindle and io.rekindle.bootstrap, which the bootstrap loader defines.
          if (name.startsWith(LATE)) {
            awaitDefinitions();
          }
          return super.loadClass(name, resolve);
        }
        type = defineClass(name, bytes, 0, bytes.length, domain);
      }
      if (resolve) {
        resolveClass(type);
      }
      return type;
    }
  }

  private byte[] read(String className) throws ClassNotFoundException {
    try {
      return archive.read(className.replace('.', '/') + ".class");
    } catch (IOException e) {
      throw new ClassNotFoundException(className, e);
    }
  }

  @Override
  protected URL findResource(String name) {
    if (!archive.contains(name)) {
      return null;
    }
    try {
      return new URL("rekindle", "", -1, "/" + name, handler);
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    URL own = findResource(name);
    return own == null
        ? Collections.emptyEnumeration()
        : Collections.enumeration(Collections.singletonList(own));
  }

  @Override
  public URL getResource(String name) {
    URL own = findResource(name);
    return own != null ? own : super.getResource(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    URL own = findResource(name);
    if (own == null) {
      return super.getResources(name);
    }
    List<URL> all = new ArrayList<>();
    all.add(own);
    Enumeration<URL> inherited = getParent().getResources(name);
    while (inherited.hasMoreElements()) {
      all.add(inherited.nextElement());
    }
    return Collections.enumeration(all);
  }

  @Override
  public InputStream getResourceAsStream(String name) {
    try {
      InputStream own = archive.open(name);
      return own != null ? own : super.getResourceAsStream(name);
    } catch (IOException e) {
      return null;
    }
  }

  /** Gives resources a URL. */
  private final class EntryHandler extends URLStreamHandler {

    @Override
    protected URLConnection openConnection(URL url) {
      return new EntryConnection(url);
    }
  }

  /** A connection to one resource. */
  private final class EntryConnection extends URLConnection {

    private InputStream content;

    EntryConnection(URL url) {
      super(url);
    }

    @Override
    public void connect() throws IOException {
      if (content == null) {
        content = archive.open(getURL().getPath().substring(1));
        if (content == null) {
          throw new FileNotFoundException(getURL().toString());
        }
        connected = true;
      }
    }

    @Override
    public InputStream getInputStream() throws IOException {
      connect();
      return content;
    }
  }
}
