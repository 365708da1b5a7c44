package io.rekindle.agent.dist.apps;

import java.lang.reflect.InaccessibleObjectException;
import java.util.ArrayList;

public final class VisibilityApp {

  private VisibilityApp() {}

  public static void main(String[] args) throws Exception {
    for (String name :
        new String[] {
          "io.rekindle.Rekindle",
          "io.rekindle.bootstrap.Barrier",
          "io.rekindle.agent.AgentMain",
          "io.rekindle.options.AgentOptions",
          "net.bytebuddy.ByteBuddy",
          "com.esotericsoftware.kryo.Kryo",
          "net.openhft.chronicle.queue.ChronicleQueue",
          "org.slf4j.LoggerFactory",
        }) {
      System.out.println(name + " " + visibility(name));
    }
    try {
      ArrayList.class.getDeclaredField("elementData").setAccessible(true);
      System.out.println("java.util open");
    } catch (InaccessibleObjectException e) {
      System.out.println("java.util closed");
    }
  }

  private static String visibility(String name) {
    try {
      Class<?> type = Class.forName(name, true, ClassLoader.getSystemClassLoader());
      return type.getClassLoader() == null ? "bootstrap" : "visible";
    } catch (ClassNotFoundException e) {
      return "invisible";
    }
  }
}
