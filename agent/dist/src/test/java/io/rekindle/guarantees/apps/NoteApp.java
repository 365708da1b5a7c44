package io.rekindle.guarantees.apps;

import io.rekindle.Checkpoint;
import io.rekindle.Rekindle;
import io.rekindle.State;
import io.rekindle.TrackedFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Appends each line it reads to a file as one commit; after {@code !} it goes on to append without
 * one; {@code close} closes the file, {@code new} opens it once more and forgets the first.
 * Arguments: the file, then options of it.
 */
public final class NoteApp {

  /** Opened before the state is put back. */
  private static TrackedFile early;

  @State private static TrackedFile notes;
  @State private static int count;

  private NoteApp() {}

  private static TrackedFile open(String[] args) throws IOException {
    TrackedFile.Option[] options = new TrackedFile.Option[args.length - 1];
    for (int i = 1; i < args.length; i++) {
      options[i - 1] = TrackedFile.Option.valueOf(args[i]);
    }
    return Rekindle.trackedFile(Path.of(args[0]), TrackedFile.Mode.APPEND, options);
  }

  @Checkpoint
  static void note(String line) throws IOException {
    count++;
    notes.write(line + "\n");
  }

  @Checkpoint
  static void replace(String[] args) throws IOException {
    notes.close();
    notes = open(args);
  }

  @Checkpoint
  static void closeNotes() throws IOException {
    notes.close();
  }

  @Checkpoint
  static void begin(String[] args) throws IOException {
    notes = open(args);
  }

  /** See the class. */
  public static void main(String[] args) throws IOException {
    if (notes == null) {
      begin(args);
    }
    early = notes.isOpen() ? open(args) : notes;
    System.out.println(
        "notes count=" + count + " open=" + notes.isOpen() + " same=" + (early == notes));
    if (notes.isOpen()) {
      System.out.println("length=" + notes.size());
    }
    var lines = new BufferedReader(new InputStreamReader(System.in));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("!")) {
        hang(line);
      } else if (line.equals("close")) {
        closeNotes();
      } else if (line.equals("new")) {
        replace(args);
      } else {
        note(line);
      }
      System.out.println("done " + line);
    }
  }

  /** The gate keeps the timer's commit out until the process is killed. */
  @Checkpoint
  static void hang(String line) throws IOException {
    notes.write(line);
    System.out.println("hanging " + line);
    System.in.transferTo(OutputStream.nullOutputStream());
  }
}
