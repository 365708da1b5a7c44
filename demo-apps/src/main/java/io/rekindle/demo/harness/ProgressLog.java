package io.rekindle.demo.harness;

import io.rekindle.Rekindle;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The writing end of the progress lines, one {@code write} per line, so that a line is there as a
 * whole or not at all when the process is killed. {@link ProgressLine} reads them. Safe for use by
 * any thread.
 *
 * <pre>
 * main pid=P incarnation=N restart=true|false      first statement of main
 * ready pid=P incarnation=N position=X restart=true|false confirmed=C
 * first position=X                                 after this JVM's first step
 * at position=X                                    now and then
 * done position=X                                  last statement of main
 * </pre>
 *
 * <p>{@code position} is the number of steps in the state; {@code confirmed} is what the
 * confirmation file held before this JVM wrote to it, {@link #NOT_CONFIRMED} without such a file.
 */
public final class ProgressLog implements AutoCloseable {

  /** Stands for the count of acknowledged steps when there is no confirmation file. */
  public static final long NOT_CONFIRMED = -1;

  /** The name that stands for the standard output. */
  public static final String STDOUT = "-";

  private final OutputStream sink;

  private ProgressLog(OutputStream sink) {
    this.sink = sink;
  }

  /**
   * Opens a log for appending.
   *
   * @param target a file or a named pipe, {@link #STDOUT}, or null for a log that is not kept
   */
  public static ProgressLog open(String target) throws IOException {
    if (target == null) {
      return new ProgressLog(OutputStream.nullOutputStream());
    }
    if (target.equals(STDOUT)) {
      return new ProgressLog(System.out);
    }
    return new ProgressLog(new FileOutputStream(Path.of(target).toFile(), true));
  }

  /** Says that {@code main} was reached. */
  public void main() throws IOException {
    write("main" + whoAmI() + restart());
  }

  /** Says that the state is there and the first step comes next. */
  public void ready(long position, long confirmed) throws IOException {
    write("ready" + whoAmI() + " position=" + position + restart() + " confirmed=" + confirmed);
  }

  /** Says that this JVM's first step returned. */
  public void first(long position) throws IOException {
    write("first position=" + position);
  }

  /** Says how far the work has come. */
  public void at(long position) throws IOException {
    write("at position=" + position);
  }

  /** Says that all work is done. */
  public void done(long position) throws IOException {
    write("done position=" + position);
  }

  private static String whoAmI() {
    return " pid=" + ProcessHandle.current().pid() + " incarnation=" + Rekindle.incarnation();
  }

  private static String restart() {
    return " restart=" + Rekindle.isRestart();
  }

  private synchronized void write(String line) throws IOException {
    sink.write((line + '\n').getBytes(StandardCharsets.UTF_8));
    sink.flush();
  }

  @Override
  public void close() throws IOException {
    if (sink != System.out) {
      sink.close();
    }
  }
}
