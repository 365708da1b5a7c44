package io.rekindle.guarantees.apps;

import io.rekindle.guarantees.apps.library.LibraryWriter;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;

/** Writes its state past the barriers when told how on stdin. */
public final class PassedApp {

  private PassedApp() {}

  public static void main(String[] args) throws Throwable {
    Passed.begin();
    System.out.println("state " + Passed.describe());
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.equals("figures")) {
        System.out.println("figures" + Figures.read("Health", "Commits", "RestoredRoots"));
        continue;
      }
      if (line.equals("record")) {
        Recordings.begin();
        System.out.println("recording");
        continue;
      }
      if (line.startsWith("dump ")) {
        Recordings.dump(Path.of(line.substring("dump ".length())));
        System.out.println("dumped");
        continue;
      }
      change(line);
      System.out.println("changed " + Passed.describe());
    }
  }

  /** As an application does that tidies up after itself, and does not know which are its own. */
  private static void interruptAll() {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread != Thread.currentThread()) {
        thread.interrupt();
      }
    }
  }

  private static void change(String way) throws Throwable {
    switch (way) {
      case "reflection" -> BarrierPassers.byReflection(Passed.item, 42);
      case "interrupts" -> {
        interruptAll();
        BarrierPassers.byReflection(Passed.item, 42);
      }
      case "varhandle-again" -> BarrierPassers.byVarHandle(Passed.item, 43);
      case "varhandle" -> BarrierPassers.byVarHandle(Passed.item, 42);
      case "method-handle" -> BarrierPassers.byMethodHandle(Passed.item, 42);
      case "updater" -> BarrierPassers.byUpdater(Passed.item, 42);
      case "library" -> LibraryWriter.write(Passed.item, 42);
      case "mapper" -> MapperReader.update(Passed.item, "{\"value\":42}");
      case "unsafe" -> BarrierPassers.byUnsafe(Passed.item, 42);
      case "deserialization" -> BarrierPassers.byDeserialization(42);
      case "element" -> BarrierPassers.byReflection(Passed.many.get(2999), 42);
      case "attach" -> BarrierPassers.attach(Passed.item, new Passed.Item());
      case "list" -> BarrierPassers.shorten(Passed.numbers, 2000);
      default -> throw new IllegalArgumentException(way);
    }
  }
}
