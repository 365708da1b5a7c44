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
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Defines the agent and its dependencies from {@code inst/**}{@code /*.classdata} of the agent jar.
 * Application classes are invisible to it (its parent is the platform loader), and its classes are
 * invisible to the application, since no other loader knows the suffix. What it has itself comes
 * first: a JDK module that happens to hold a package of the same name changes nothing.
 *
 * <p>The jar is opened once and stays open for the life of the JVM. Safe for use by any thread.
 */
public final class AgentClassLoader extends ClassLoader {

  private static final String PREFIX = "inst/";
  private static final String SUFFIX = ".classdata";
  private static final String CLASS = ".class";

  static {
    registerAsParallelCapable();
  }

  private final ZipFile jar;
  private final ProtectionDomain domain;
  private final EntryHandler handler = new EntryHandler();

  /** A loader of what {@code file}, an agent jar, holds. */
  public AgentClassLoader(File file) throws IOException {
    super("rekindle", ClassLoader.getPlatformClassLoader());
    // JarFile, not ZipFile: the JVM has loaded it already. No signature, no release to choose.
    jar = new JarFile(file, false);
    // Code that asks where a class of the agent comes from is told the jar.
    CodeSource source = new CodeSource(file.toURI().toURL(), (Certificate[]) null);
    domain = new ProtectionDomain(source, null, this, null);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith("java.")) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> type = findLoadedClass(name);
      if (type == null) {
        byte[] bytes = read(PREFIX + name.replace('.', '/') + SUFFIX);
        if (bytes == null) {
          // Includes io.rekindle and io.rekindle.bootstrap, which the bootstrap loader defines.
          return super.loadClass(name, resolve);
        }
        type = define(name, bytes);
      }
      if (resolve) {
        resolveClass(type);
      }
      return type;
    }
  }

  private Class<?> define(String name, byte[] bytes) {
    int dot = name.lastIndexOf('.');
    if (dot > 0) {
      String packageName = name.substring(0, dot);
      if (getDefinedPackage(packageName) == null) {
        try {
          definePackage(packageName, null, null, null, null, null, null, null);
        } catch (IllegalArgumentException e) {
          // Another thread was faster.
        }
      }
    }
    return defineClass(name, bytes, 0, bytes.length, domain);
  }

  private byte[] read(String entryName) throws ClassNotFoundException {
    ZipEntry entry = jar.getEntry(entryName);
    if (entry == null) {
      return null;
    }
    int size = (int) entry.getSize();
    try (InputStream in = jar.getInputStream(entry)) {
      byte[] bytes = new byte[size];
      if (in.readNBytes(bytes, 0, size) != size) {
        throw new IOException("truncated entry: " + entryName);
      }
      return bytes;
    } catch (IOException e) {
      throw new ClassNotFoundException(entryName, e);
    }
  }

  /** Where a resource of the isolated zone is in the jar. */
  private static String entryName(String resource) {
    if (resource.endsWith(CLASS)) {
      return PREFIX + resource.substring(0, resource.length() - CLASS.length()) + SUFFIX;
    }
    return PREFIX + resource;
  }

  @Override
  protected URL findResource(String name) {
    String entryName = entryName(name);
    if (jar.getEntry(entryName) == null) {
      return null;
    }
    try {
      return new URL("rekindle", "", -1, "/" + entryName, handler);
    } catch (IOException e) {
      return null;
    }
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
  protected Enumeration<URL> findResources(String name) {
    URL own = findResource(name);
    return own == null
        ? Collections.emptyEnumeration()
        : Collections.enumeration(Collections.singletonList(own));
  }

  @Override
  public InputStream getResourceAsStream(String name) {
    ZipEntry entry = jar.getEntry(entryName(name));
    if (entry == null) {
      return super.getResourceAsStream(name);
    }
    try {
      return jar.getInputStream(entry);
    } catch (IOException e) {
      return null;
    }
  }

  /** Reads entries of the open jar; the JDK's handler of jar URLs would open it once more. */
  private final class EntryHandler extends URLStreamHandler {

    @Override
    protected URLConnection openConnection(URL url) {
      return new EntryConnection(url);
    }
  }

  /** A connection to one entry. */
  private final class EntryConnection extends URLConnection {

    private ZipEntry entry;

    EntryConnection(URL url) {
      super(url);
    }

    @Override
    public void connect() throws IOException {
      if (entry == null) {
        entry = jar.getEntry(getURL().getPath().substring(1));
        if (entry == null) {
          throw new FileNotFoundException(getURL().toString());
        }
        connected = true;
      }
    }

    @Override
    public long getContentLengthLong() {
      try {
        connect();
        return entry.getSize();
      } catch (IOException e) {
        return -1;
      }
    }

    @Override
    public InputStream getInputStream() throws IOException {
      connect();
      return jar.getInputStream(entry);
    }
  }
}
