package io.rekindle.agent.dist.apps;

import java.nio.file.Path;

public final class ForeignVersionsApp {

  private ForeignVersionsApp() {}

  public static void main(String[] args) throws Exception {
    show("net.bytebuddy.ByteBuddy");
    show("com.esotericsoftware.kryo.Kryo");
    show("org.slf4j.LoggerFactory");
    show("net.openhft.chronicle.core.Jvm");
  }

  private static void show(String name) throws Exception {
    Class<?> type = Class.forName(name, false, ClassLoader.getSystemClassLoader());
    var location = type.getProtectionDomain().getCodeSource().getLocation();
    String version = type.getPackage().getImplementationVersion();
    boolean told = version != null && name.contains("slf4j");
    System.out.println(Path.of(location.toURI()).getFileName() + (told ? " " + version : ""));
  }
}
