package io.rekindle.agent.dist.apps;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.rekindle.Checkpoint;
import io.rekindle.Rekindle;
import io.rekindle.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.TailerDirection;

/** Uses versions of its own of what the agent uses, at the same time as the agent does. */
public final class ForeignVersionsApp {

  private static final long WAIT_NS = TimeUnit.SECONDS.toNanos(60);

  @State private static final List<String> TEXTS = new ArrayList<>();

  private ForeignVersionsApp() {}

  @Checkpoint
  private static void keep(String text) {
    TEXTS.add(text);
  }

  /** Arguments: the agent's folder of this name; a folder for a queue. */
  public static void main(String[] args) throws Exception {
    System.out.println("restart=" + Rekindle.isRestart() + " texts=" + lastOf(TEXTS));
    show("net.bytebuddy.ByteBuddy");
    show("com.esotericsoftware.kryo.Kryo");
    show("org.slf4j.LoggerFactory");
    show("net.openhft.chronicle.core.Jvm");
    show("net.openhft.chronicle.queue.ChronicleQueue");
    commitUntilTheAgentHasItsQueue(Path.of(args[0]));
    String read = throughQueue(Path.of(args[1]), "of run " + Rekindle.incarnation());
    keep(throughKryo(read));
    System.out.println("kept=" + lastOf(TEXTS));
    Runtime.getRuntime().halt(0);
  }

  private static String lastOf(List<String> texts) {
    return texts.isEmpty() ? "none" : texts.get(texts.size() - 1);
  }

  /** The first commits go to a plain file. */
  private static void commitUntilTheAgentHasItsQueue(Path folder) throws Exception {
    Path journal =
        folder.resolve("incarnation-%06d".formatted(Rekindle.incarnation())).resolve("journal");
    long startNs = System.nanoTime();
    while (!hasQueue(journal)) {
      if (System.nanoTime() - startNs > WAIT_NS) {
        throw new IllegalStateException("the agent opens no queue: journal=" + journal);
      }
      keep("waiting");
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  private static boolean hasQueue(Path journal) throws Exception {
    if (!Files.isDirectory(journal)) {
      return false;
    }
    try (Stream<Path> files = Files.list(journal)) {
      return files.anyMatch(file -> file.toString().endsWith(".cq4"));
    }
  }

  private static String throughQueue(Path folder, String text) {
    try (ChronicleQueue queue = ChronicleQueue.single(folder.toString())) {
      queue.createAppender().writeText(text);
      return queue.createTailer().toEnd().direction(TailerDirection.BACKWARD).readText();
    }
  }

  private static String throughKryo(String text) {
    Kryo kryo = new Kryo();
    Output output = new Output(64, 4096);
    kryo.writeObject(output, text);
    return kryo.readObject(new Input(output.toBytes()), String.class);
  }

  private static void show(String name) throws Exception {
    Class<?> type = Class.forName(name, false, ClassLoader.getSystemClassLoader());
    var location = type.getProtectionDomain().getCodeSource().getLocation();
    String version = type.getPackage().getImplementationVersion();
    boolean told = version != null && name.contains("slf4j");
    System.out.println(Path.of(location.toURI()).getFileName() + (told ? " " + version : ""));
  }
}
