package io.rekindle.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The floor under every commit: a bare append to a Chronicle queue, by size. */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class JournalAppend {

  /** The size of an excerpt in bytes. */
  @Param({"32", "64", "256"})
  public int payloadBytes;

  private Path directory;
  private Bytes<?> payload;
  private ChronicleQueue queue;
  private ExcerptAppender appender;

  /** Opens an empty queue; {@code -Drekindle.benchmarks.dir} says where. */
  @Setup(Level.Trial)
  public void open() throws IOException {
    Path parent =
        Path.of(
            System.getProperty(
                "rekindle.benchmarks.dir",
                Location.projectRoot().resolve("benchmarks/target/stores").toString()));
    Files.createDirectories(parent);
    directory = Files.createTempDirectory(parent, "append");
    payload = Bytes.allocateDirect(payloadBytes);
    payload.zeroOut(0, payloadBytes);
    payload.writePosition(payloadBytes);
    queue = SingleChronicleQueueBuilder.binary(directory).build();
    appender = queue.createAppender();
  }

  /** Removes the queue, which has grown to gigabytes. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    appender.close();
    queue.close();
    payload.releaseLast();
    DiskUse.delete(directory);
  }

  /** One excerpt. */
  @Benchmark
  public void append() {
    try (DocumentContext document = appender.writingDocument()) {
      document.wire().bytes().write(payload);
    }
  }
}
