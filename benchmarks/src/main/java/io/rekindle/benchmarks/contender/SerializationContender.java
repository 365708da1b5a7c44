package io.rekindle.benchmarks.contender;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;

/** What people write by hand: the whole state by Java serialization, to a file that is renamed. */
public final class SerializationContender implements Contender {

  private static final int BUFFER_BYTES = 1 << 16;

  private Path file;
  private HashMap<Long, Account> accounts = new HashMap<>();

  @Override
  @SuppressWarnings("unchecked") // the file is this class's own
  public void open(Path directory) throws IOException, ClassNotFoundException {
    file = directory.resolve("state.ser");
    if (Files.exists(file)) {
      try (ObjectInputStream in =
          new ObjectInputStream(
              new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES))) {
        accounts = (HashMap<Long, Account>) in.readObject();
      }
    }
  }

  @Override
  public void load(int accountCount) {
    accounts = States.numbered(accountCount);
  }

  @Override
  public void firstCheckpoint() throws IOException {
    Path temporary = file.resolveSibling("state.tmp");
    try (ObjectOutputStream out =
        new ObjectOutputStream(
            new BufferedOutputStream(Files.newOutputStream(temporary), BUFFER_BYTES))) {
      out.writeObject(accounts);
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void changeOneField(long id, long amount) throws IOException {
    accounts.get(id).deposit(amount);
    firstCheckpoint();
  }

  @Override
  public void putNew(long id) throws IOException {
    accounts.put(id, Account.numbered(id));
    firstCheckpoint();
  }

  @Override
  public void changeInMemory(long id, long amount) {
    accounts.get(id).deposit(amount);
  }

  @Override
  public Totals totals() {
    return Totals.of(accounts.values());
  }
}
