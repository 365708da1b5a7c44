package io.rekindle.agent.build;

/** Where in the agent jar something belongs. */
enum Zone {
  /** At the root, for the system loader. */
  PREMAIN,
  /** At the root, and defined by the bootstrap loader: what applications and woven code see. */
  BOOTSTRAP,
  /** In the archive of the isolated loader. */
  INST,
  /** Nowhere. */
  NONE;

  static Zone of(String name) {
    if (name.startsWith("io/rekindle/agent/build/") || name.endsWith("module-info.class")) {
      return NONE;
    }
    if (name.endsWith(".class")) {
      return ofClass(name);
    }
    return isWantedResource(name) ? INST : NONE;
  }

  private static Zone ofClass(String name) {
    if (name.startsWith("io/rekindle/agent/premain/")) {
      return PREMAIN;
    }
    boolean api = name.startsWith("io/rekindle/") && name.indexOf('/', 12) < 0;
    if (api || name.startsWith("io/rekindle/spi/") || name.startsWith("io/rekindle/bootstrap/")) {
      return name.endsWith("package-info.class") ? NONE : BOOTSTRAP;
    }
    return INST;
  }

  /** Of META-INF the services only. */
  private static boolean isWantedResource(String name) {
    return !name.startsWith("META-INF/") || name.startsWith("META-INF/services/");
  }
}
