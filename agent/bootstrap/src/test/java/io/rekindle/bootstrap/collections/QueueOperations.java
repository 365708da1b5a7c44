package io.rekindle.bootstrap.collections;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** The ways to change a queue. */
final class QueueOperations {

  private QueueOperations() {}

  static List<Operation<? super Queue<Object>>> all() {
    List<Operation<? super Queue<Object>>> all = new ArrayList<>();
    add(all, "offer", (q, r) -> q.offer(Values.key(r, false)));
    add(all, "offerNull", (q, r) -> q.offer(null));
    add(all, "offerForeign", (q, r) -> q.offer(new Object()));
    add(all, "poll", (q, r) -> q.poll());
    add(all, "remove()", (q, r) -> q.remove());
    add(
        all,
        "pollAll",
        (q, r) -> {
          while (q.poll() != null) {
            if (r.nextInt(8) == 0) {
              q.offer(Values.key(r, false));
            }
          }
        });
    add(
        all,
        "replaceFirst",
        (q, r) -> {
          q.poll();
          q.offer(Values.key(r, false));
        });
    return all;
  }

  private static void add(
      List<Operation<? super Queue<Object>>> all,
      String name,
      Operation.Action<Queue<Object>> action) {
    all.add(new Operation<>(name, action));
  }
}
