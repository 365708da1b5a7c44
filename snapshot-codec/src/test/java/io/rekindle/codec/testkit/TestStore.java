package io.rekindle.codec.testkit;

import io.rekindle.codec.OperationOutput;
import io.rekindle.codec.journal.ChronicleJournal;
import io.rekindle.codec.journal.JournalBase;
import io.rekindle.codec.journal.JournalOptions;
import io.rekindle.codec.recovery.Recovery;
import io.rekindle.codec.recovery.StateImage;
import io.rekindle.codec.store.NameFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A store of one name with a made up application: incarnation after incarnation. */
public final class TestStore implements AutoCloseable {
  /** Small enough to have many segments and parts. */
  public static final JournalOptions SMALL = new JournalOptions(120 << 10, 1000, 64 << 10);

  /** The name's folder. */
  public final NameFolder folder;

  /** The application. */
  public final RandomHistory history;

  /** The model after commit i, at index i. */
  public final List<Model> states = new ArrayList<>();

  /** The journal of the running incarnation, or null. */
  public ChronicleJournal journal;

  /** The last commit's number. */
  public long sequence;

  /** The running incarnation, or the last. */
  public int incarnation;

  private final OperationOutput output = new OperationOutput();

  /** A store in an empty folder. */
  public TestStore(Path path, long seed, int nodesMax) {
    folder = new NameFolder(path);
    history = new RandomHistory(seed, nodesMax);
    states.add(new Model());
  }

  /** Starts the next incarnation, which goes on from the last commit. */
  public void start(JournalOptions options) throws IOException {
    incarnation = folder.claimIncarnation();
    JournalBase base =
        new JournalBase(
            incarnation, sequence, 1_000_000, history.nextOid(), history.classes.maxId() + 1);
    journal = ChronicleJournal.create(folder.journal(incarnation), base, incarnation, options);
  }

  /** Makes commits. */
  public void commit(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      history.next(output);
      journal.append(output, sequence + 1, 5_000 + sequence);
      sequence++;
      states.add(history.model.copy());
    }
  }

  /** Makes a commit that adopts a retirement list and does nothing else. */
  public void adopt(int retirement) throws IOException {
    output.clear();
    output.retired(retirement);
    journal.append(output, sequence + 1, 5_000 + sequence);
    sequence++;
    states.add(history.model.copy());
  }

  /** Ends the incarnation. */
  public void stop() {
    if (journal != null) {
      journal.close();
      journal = null;
    }
  }

  /** What a restart would begin with. */
  public Model recovered() throws IOException {
    try (StateImage image = Recovery.open(folder)) {
      return Model.of(image);
    }
  }

  /** The model as of the last commit. */
  public Model expected() {
    return states.get((int) sequence);
  }

  @Override
  public void close() {
    stop();
  }
}
