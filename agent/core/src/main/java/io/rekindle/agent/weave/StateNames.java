package io.rekindle.agent.weave;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * State and checkpoints named by options instead of annotations: {@code
 * com.acme.Bank#accounts;com.acme.Bank#total}. Immutable.
 */
public final class StateNames {

  private final Set<String> state;
  private final Set<String> checkpoints;

  /** Members as {@code class#member}; either list may be empty. */
  public StateNames(List<String> state, List<String> checkpoints) {
    this.state = new HashSet<>(state);
    this.checkpoints = new HashSet<>(checkpoints);
  }

  /** Whether the option names this field; {@code owner} is an internal or a binary name. */
  public boolean isState(String owner, String field) {
    return !state.isEmpty() && state.contains(owner.replace('/', '.') + '#' + field);
  }

  boolean isCheckpoint(String owner, String method) {
    return !checkpoints.isEmpty() && checkpoints.contains(owner.replace('/', '.') + '#' + method);
  }

  /** Whether the option names any checkpoint. */
  public boolean hasCheckpoints() {
    return !checkpoints.isEmpty();
  }

  /** Whether any member of a class is named; {@code owner} is an internal name. */
  boolean name(String owner) {
    if (state.isEmpty() && checkpoints.isEmpty()) {
      return false;
    }
    String prefix = owner.replace('/', '.') + '#';
    return anyStartsWith(state, prefix) || anyStartsWith(checkpoints, prefix);
  }

  private static boolean anyStartsWith(Set<String> members, String prefix) {
    for (String member : members) {
      if (member.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
