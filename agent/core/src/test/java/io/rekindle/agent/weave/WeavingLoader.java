package io.rekindle.agent.weave;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Weaves the classes of one package, parent last; all others come from the test's loader. */
class WeavingLoader extends ClassLoader {

  private final String woven;
  private final WeavingTransformer transformer;
  private final BarrierBypasses bypasses = new BarrierBypasses();

  WeavingLoader(String wovenPackage, String state, String checkpoint) {
    super(WeavingLoader.class.getClassLoader());
    this.woven = wovenPackage;
    this.transformer =
        new WeavingTransformer(
            new WeaveScope("", List.of(wovenPackage + ".**"), List.of()),
            new StateNames(listOf(state), listOf(checkpoint)),
            bypasses,
            null,
            MainJar.none(),
            lost -> {});
  }

  /** Whether objects of a class have to be compared. */
  final boolean isBypassed(String name) {
    return bypasses.contains(name);
  }

  /** For tests that weave another form of a class than the compiler makes. */
  byte[] original(String name, byte[] compiled) {
    return compiled;
  }

  private static List<String> listOf(String name) {
    return name.isEmpty() ? List.of() : List.of(name);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      if (known != null) {
        return known;
      }
      return name.startsWith(woven + ".") ? define(name) : super.loadClass(name, resolve);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    String internal = name.replace('.', '/');
    try (InputStream in = getResourceAsStream(internal + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] original = original(name, in.readAllBytes());
      byte[] result = transformer.transform(this, internal, null, null, original);
      byte[] bytes = result == null ? original : result;
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
