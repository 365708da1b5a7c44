package io.rekindle.bootstrap.collections;

import java.io.IOException;
import java.io.InputStream;

/** Loads this package anew, with some of its classes rewritten. */
final class RewrittenPackage extends ClassLoader {

  static final String PACKAGE = "io/rekindle/bootstrap/collections/";

  private final Rewriter rewriter;

  /** Gives the class file to load in the place of another one, or that itself. */
  interface Rewriter {
    byte[] rewrite(String simpleName, byte[] classFile);
  }

  RewrittenPackage(Rewriter rewriter) {
    super(RewrittenPackage.class.getClassLoader());
    this.rewriter = rewriter;
  }

  /** The class file of a class of this package. */
  static byte[] classFile(String simpleName) throws IOException {
    String path = PACKAGE + simpleName + ".class";
    try (InputStream in = RewrittenPackage.class.getClassLoader().getResourceAsStream(path)) {
      return in.readAllBytes();
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    String internalName = name.replace('.', '/');
    if (!internalName.startsWith(PACKAGE)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name, internalName.substring(PACKAGE.length()));
    }
  }

  private Class<?> define(String name, String simpleName) throws ClassNotFoundException {
    try {
      byte[] bytes = rewriter.rewrite(simpleName, classFile(simpleName));
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
