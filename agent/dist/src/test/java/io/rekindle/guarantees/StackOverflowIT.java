package io.rekindle.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.rekindle.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A method that calls itself until the stack is at its end, inside a {@code @Checkpoint} method
 * that catches the error, or that doesn't; another one that is a {@code @Checkpoint} method itself.
 *
 * <p>Invariants checked: once a later call has returned, the application is killed, and a restart
 * has all that memory held, whatever the overflows have interrupted; the agent says PROTECTED.
 */
class StackOverflowIT {

  private static final String MAIN =
      """
      class Main {
        static final class Node {
          int visits;
          long weight;
          Node next;
          final List<Integer> seen = new ArrayList<>();
          final Map<String, Integer> counts = new HashMap<>();
        }

        static final int COUNT = 3_000;
        static final int RINGS = 12;

        @State static final List<Node> RINGS_OF_NODES = new ArrayList<>();
        @State static int steps;
        @State static int deepest;

        @Checkpoint static void make() {
          for (int ring = 0; ring < RINGS; ring++) {
            Node first = new Node();
            Node last = first;
            for (int i = 1; i < COUNT; i++) {
              last.next = new Node();
              last = last.next;
            }
            last.next = first;
            RINGS_OF_NODES.add(first);
          }
        }

        static void visit(Node node, int depth) {
          node.visits++;
          node.weight += depth;
          deepest = Math.max(deepest, depth);
          visit(node.next, depth + 1);
        }

        static void collect(Node node, int depth) {
          node.seen.add(depth);
          node.counts.merge("depth" + depth % 3, 1, Integer::sum);
          collect(node.next, depth + 1);
        }

        @Checkpoint static void visitEach(Node node, int depth) {
          node.visits++;
          visitEach(node.next, depth + 1);
        }

        @Checkpoint static void caughtInside(Node node) {
          steps++;
          try {
            visit(node, 0);
          } catch (StackOverflowError e) {
            steps++;
          }
        }

        @Checkpoint static void notCaught(Node node) {
          steps++;
          visit(node, 0);
        }

        @Checkpoint static void collecting(Node node) {
          steps++;
          try {
            collect(node, 0);
          } catch (StackOverflowError e) {
            steps++;
          }
        }

        @Checkpoint static void count() {
          steps++;
        }

        static void overflow(int round) {
          Node node = RINGS_OF_NODES.get(round % RINGS);
          try {
            switch (round % 4) {
              case 0: caughtInside(node); break;
              case 1: notCaught(node); break;
              case 2: collecting(node); break;
              default: visitEach(node, 0);
            }
          } catch (StackOverflowError e) {
            // As an application does that goes on with its next request.
          }
        }

        static List<String> describe() {
          List<String> lines = new ArrayList<>();
          for (Node first : RINGS_OF_NODES) {
            Node node = first;
            for (int i = 0; i < COUNT; i++, node = node.next) {
              lines.add(node.visits + " " + node.weight + " " + node.seen + " "
                  + new TreeMap<>(node.counts));
            }
          }
          lines.add("steps " + steps + " deepest " + deepest);
          return lines;
        }

        public static void main(String[] args) throws Exception {
          if (RINGS_OF_NODES.isEmpty()) {
            make();
          }
          java.nio.file.Files.write(java.nio.file.Path.of(args[0]), describe());
          for (int round = 0; round < 3 * RINGS; round++) {
            int number = round;
            Thread small = new Thread(null, () -> overflow(number), "small", (200 + round) << 10);
            small.start();
            small.join();
          }
          for (int round = 0; round < 4; round++) {
            overflow(round);
          }
          count();
          java.nio.file.Files.write(java.nio.file.Path.of(args[1]), describe());
          System.out.println("done");
          Thread.currentThread().join();
        }
      }
      """;

  @TempDir Path temp;

  @Test
  void shouldKeepAllThatMemoryHeldAfterStackOverflows() throws IOException {
    Path classes = AppSources.of(MAIN).compileTo(temp.resolve("classes"));
    List<String> expected = List.of();
    for (int run = 0; run < 3; run++) {
      Path before = temp.resolve("before" + run);
      Path after = temp.resolve("after" + run);
      Path store = temp.resolve("store");
      try (ChildJvm jvm =
          AppSources.start(
              classes, store, ",interval=600000ms", before.toString(), after.toString())) {
        jvm.awaitLine("done", Apps.LIMIT);
        AgentStatusClient.awaitHealth(store, "PROTECTED");
        jvm.killHard();
      }
      if (run > 0) {
        assertThat(Files.readAllLines(before)).as("run=%s", run).isEqualTo(expected);
      }
      expected = Files.readAllLines(after);
      assertThat(expected).anyMatch(line -> line.startsWith("steps") && !line.endsWith(" 0"));
    }
  }
}
