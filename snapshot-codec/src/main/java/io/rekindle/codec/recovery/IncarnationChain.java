package io.rekindle.codec.recovery;

import io.rekindle.codec.CorruptStateException;
import io.rekindle.codec.journal.JournalReader;
import io.rekindle.codec.store.NameFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which commits of which incarnation are history. Every incarnation says in its base from which
 * commit it went on; what its predecessors wrote after that commit never happened.
 *
 * <pre>
 *   incarnation 1   base 0     1 2 3 4 5 6 7       history: 1..5
 *   incarnation 2   base 5               6 7 8     history: 6..8
 * </pre>
 */
public final class IncarnationChain {
  /** The newest incarnation has no successor that limits it. */
  public static final long NO_LIMIT = Long.MAX_VALUE;

  /**
   * The part of history that one incarnation wrote.
   *
   * @param incarnation its number
   * @param journal its journal
   * @param limit the last of its commits that is history, {@link #NO_LIMIT} for the newest
   */
  public record Link(int incarnation, JournalReader journal, long limit) {
    /** The commit it went on from. */
    public long base() {
      return journal.base().sequence();
    }
  }

  private final List<Link> links = new ArrayList<>();
  private final List<Integer> incarnations;

  /**
   * Reads the bases of all incarnations.
   *
   * @throws CorruptStateException if a journal has commits but no sound base
   */
  public IncarnationChain(NameFolder folder) throws IOException {
    this(folder, NameFolder.NO_INCARNATION);
  }

  /**
   * Reads the bases of the incarnations from {@code oldest} on, as if there were no others.
   *
   * @throws CorruptStateException if one of their journals has commits but no sound base
   */
  IncarnationChain(NameFolder folder, int oldest) throws IOException {
    incarnations = folder.incarnations();
    long limit = NO_LIMIT;
    for (int i = incarnations.size() - 1; i >= 0 && incarnations.get(i) >= oldest; i--) {
      int incarnation = incarnations.get(i);
      JournalReader journal = new JournalReader(folder, incarnation);
      if (journal.base() == null) {
        CorruptStateException orphan = journal.findOrphan();
        if (orphan != null) {
          throw orphan;
        }
        continue;
      }
      links.add(0, new Link(incarnation, journal, limit));
      limit = Math.min(limit, journal.base().sequence());
    }
  }

  /** The incarnations that wrote a base, oldest first. */
  public List<Link> links() {
    return links;
  }

  /** The newest of them, or null. */
  public Link newest() {
    return links.isEmpty() ? null : links.get(links.size() - 1);
  }

  /** The largest number that was ever taken here, 0 if none was. */
  public int latestIncarnation() {
    return incarnations.isEmpty()
        ? NameFolder.NO_INCARNATION
        : incarnations.get(incarnations.size() - 1);
  }

  /** The last commit that is history of those that were written under {@code incarnation}. */
  public long limitOf(int incarnation) {
    long limit = NO_LIMIT;
    for (Link link : links) {
      if (link.incarnation() > incarnation) {
        limit = Math.min(limit, link.base());
      }
    }
    return limit;
  }

  /** The last commit in the newest journal that is not after {@code upTo}; 0 if there is none. */
  public long lastCommit(long upTo) throws IOException {
    return newest() == null ? 0 : lastCommit(newest().journal(), upTo);
  }

  private static long lastCommit(JournalReader journal, long upTo) throws IOException {
    int segment = journal.segments().size() - 1;
    while (journal.sequenceBefore(segment) < 0
        || journal.sequenceBefore(segment) > upTo && segment > firstSound(journal)) {
      segment--;
    }
    long before = journal.sequenceBefore(segment);
    return before >= upTo
        ? upTo
        : journal.read(before, upTo, (s, t, b, o, l, f, p) -> {}).sequence();
  }

  private static int firstSound(JournalReader journal) {
    int segment = 0;
    while (journal.sequenceBefore(segment) < 0) {
      segment++;
    }
    return segment;
  }

  /**
   * The commit after which all are in journals, up to {@code newest}; 0 if all are from the first
   * on, {@code newest} if that one is not in a journal, but in a snapshot.
   */
  public long journalsAfter(long newest) throws IOException {
    return journalsAfter(newest, NameFolder.NO_INCARNATION);
  }

  /** The same, where {@code newest} was just read from the journal of {@code lastRead}. */
  public long journalsAfter(long newest, int lastRead) throws IOException {
    long from = newest;
    for (int i = links.size() - 1; i >= 0; i--) {
      Link link = links.get(i);
      long limit = Math.min(link.limit(), newest);
      if (limit <= link.base()) {
        continue; // Nothing that it wrote is history.
      }
      long first = link.journal().sequenceBefore(firstSound(link.journal()));
      boolean isKnown = limit == newest && link.incarnation() == lastRead;
      if (limit < from || first >= limit || !isKnown && lastCommit(link.journal(), limit) < limit) {
        break; // Commits up to the successor's base were lost or deleted; a snapshot has them.
      }
      from = first;
      if (first > link.base()) {
        break; // The beginning of this incarnation was deleted, and what was before it.
      }
    }
    return from;
  }
}
