package io.rekindle.agent.engine;

import io.rekindle.agent.types.TypeHandlers;
import io.rekindle.agent.weave.BarrierBypasses;
import io.rekindle.agent.weave.MainJar;
import io.rekindle.agent.weave.StateNames;
import io.rekindle.agent.weave.WeaveScope;
import io.rekindle.agent.weave.WeavingTransformer;
import io.rekindle.agent.weave.WovenCodecs;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * The classes of the random programs, woven, as one JVM would have them. With two of these a state
 * and what is restored of it live side by side. What is excluded comes from the test's own loader.
 */
final class WovenSide extends ClassLoader {

  private static final String WOVEN = "io.rekindle.property.";
  private static final List<String> EXCLUDED =
      List.of("io.rekindle.property.oracle", "io.rekindle.property.library");
  private static final String PROGRAM = "io.rekindle.property.ReplayedProgram";

  private final WeaveScope scope = new WeaveScope("", List.of(WOVEN + "*"), EXCLUDED);
  private final StateNames names = new StateNames(List.of(), List.of());
  private final BarrierBypasses bypasses = new BarrierBypasses();
  private final WeavingTransformer transformer =
      new WeavingTransformer(scope, names, bypasses, null, MainJar.none(), lost -> {});
  private final TypeHandlers handlers = new TypeHandlers(new WovenCodecs(names, bypasses, null));

  WovenSide() {
    super(WovenSide.class.getClassLoader());
  }

  TypeHandlers handlers() {
    return handlers;
  }

  /** See the constructor of {@code ReplayedProgram}. */
  Object newProgram(int threads, long seed, boolean isNew) {
    try {
      return Class.forName(PROGRAM, true, this)
          .getConstructor(int.class, long.class, boolean.class)
          .newInstance(threads, seed, isNew);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("program can't be made: threads=" + threads, e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      if (known != null) {
        return known;
      }
      boolean isWoven = name.startsWith(WOVEN) && name.indexOf('.', WOVEN.length()) < 0;
      return isWoven ? define(name) : super.loadClass(name, resolve);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    String internalName = name.replace('.', '/');
    try (InputStream in = getResourceAsStream(internalName + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] original = in.readAllBytes();
      byte[] woven = transformer.transform(this, internalName, null, null, original);
      if (woven == null) {
        woven = original;
      }
      return defineClass(name, woven, 0, woven.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
