package io.rekindle.codec.recovery;

import io.rekindle.codec.CorruptStateException;
import io.rekindle.codec.store.NameFolder;
import io.rekindle.codec.store.StoreFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A decision that the next incarnation goes on from an older commit than the last. It is in effect
 * until that incarnation has written its base; from then on the chain of incarnations says so. Both
 * together see to it that commits which were given up never come back: not if the new incarnation
 * dies before its first commit, and not if its journal is lost with the power.
 *
 * <pre>
 * sequence=41 incarnation=6
 * </pre>
 *
 * @param sequence the commit to go on from, 0 for an empty state
 * @param newest the newest incarnation that had a base when it was decided, 0 if none had
 */
public record RecoveryPoint(long sequence, int newest) {
  /** Compiled when there is such a file: a start without one does not pay for it. */
  private static final String TEXT = "sequence=(\\d{1,18}) incarnation=(\\d{1,9})\n";

  /**
   * The decision that is in effect, or null.
   *
   * @throws CorruptStateException if there is one and it is unreadable: to ignore it would bring
   *     back what was given up
   */
  public static RecoveryPoint inEffect(NameFolder folder, IncarnationChain chain)
      throws IOException {
    RecoveryPoint point = read(folder.recoveryPoint());
    return point == null || point.newest != newestOf(chain) ? null : point;
  }

  /** Decides on {@code sequence} for the incarnation after those of {@code chain}; durable. */
  public static void decide(NameFolder folder, IncarnationChain chain, long sequence)
      throws IOException {
    String text = "sequence=" + sequence + " incarnation=" + newestOf(chain) + "\n";
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    StoreFiles.replace(folder.recoveryPoint(), bytes, 0, bytes.length);
  }

  /** Takes the decision back, as far as no incarnation has acted on it. Idempotent. */
  public static void revoke(NameFolder folder) throws IOException {
    if (Files.deleteIfExists(folder.recoveryPoint())) {
      StoreFiles.forceFolder(folder.path());
    }
  }

  private static int newestOf(IncarnationChain chain) {
    return chain.newest() == null ? NameFolder.NO_INCARNATION : chain.newest().incarnation();
  }

  private static RecoveryPoint read(Path file) throws IOException {
    String text;
    try {
      text = new String(Files.readAllBytes(file), StandardCharsets.US_ASCII);
    } catch (NoSuchFileException none) {
      return null;
    }
    Matcher matcher = Pattern.compile(TEXT).matcher(text);
    if (!matcher.matches()) {
      throw new CorruptStateException(
          "damaged recovery point: expected=sequence=N incarnation=N. To begin with the newest"
              + " state, delete the file",
          file,
          0);
    }
    return new RecoveryPoint(Long.parseLong(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }
}
