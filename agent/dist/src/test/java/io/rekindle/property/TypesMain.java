package io.rekindle.property;

import io.rekindle.property.oracle.GraphDump;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * The child: holds one object of each type, or one that must be refused. Arguments: folder,
 * generation; or folder and the name of what is refused.
 */
final class TypesMain {

  private static final int CHANGES = 6;

  private TypesMain() {}

  /** What can't be captured. */
  static Map<String, Supplier<Object>> refused() {
    Map<String, Supplier<Object>> all = new LinkedHashMap<>();
    all.put("Thread", Thread::new);
    all.put("Socket", Socket::new);
    all.put("InputStream", () -> new ByteArrayInputStream(new byte[1]));
    all.put("lambda", () -> (Runnable) () -> {});
    all.put("ClassLoader", () -> new URLClassLoader(new URL[0]));
    all.put("ThreadLocal", ThreadLocal::new);
    all.put("ExecutorService", Executors::newCachedThreadPool);
    return all;
  }

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    if (refused().containsKey(arguments[1])) {
      new Holder("refused").hold(new Object[] {1, refused().get(arguments[1]).get()});
      System.out.println("held");
      Runtime.getRuntime().halt(9);
    }
    int generation = Integer.parseInt(arguments[1]);
    List<Holder> holders = new ArrayList<>();
    for (String name : Makers.all().keySet()) {
      holders.add(new Holder(name));
    }
    for (Holder holder : holders) {
      write(folder.resolve("begin" + generation), holder);
    }
    for (Holder holder : holders) {
      change(holder, generation);
      write(folder.resolve("end" + generation), holder);
    }
    Runtime.getRuntime().halt(9);
  }

  private static void change(Holder holder, int generation) {
    Random random = new Random(holder.name().hashCode() + generation);
    Values values = new Values(random);
    values.choices(List.of(holder, new Shapes.Node(1), new Shapes.Key(2)));
    if (generation == 0) {
      // Left as it is: what was never changed comes back, too, and can be changed then.
      holder.hold(Makers.all().get(holder.name()).apply(values));
      return;
    }
    for (int i = 0; i < CHANGES; i++) {
      holder.run(() -> Changes.change(holder.value, random, values));
    }
  }

  private static void write(Path folder, Holder holder) throws IOException {
    Files.createDirectories(folder);
    GraphDump dump = new GraphDump();
    dump.root("value", holder.value).root("again", holder.again).root("holder", holder);
    Files.writeString(folder.resolve(fileName(holder.name())), dump.toString());
  }

  static String fileName(String name) {
    return Integer.toHexString(name.hashCode());
  }
}
