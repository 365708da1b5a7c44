package io.rekindle.agent.weave;

import java.util.HashSet;
import java.util.Set;

/**
 * State and checkpoints named by options instead of annotations: {@code
 * com.acme.Bank#accounts;com.acme.Bank#total}. Immutable.
 */
public final class StateNames {

  private final Set<String> state;
  private final Set<String> checkpoints;

  /** Reads both options; either may be empty. */
  public StateNames(String stateOption, String checkpointOption) {
    this.state = parse(stateOption);
    this.checkpoints = parse(checkpointOption);
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

  private static Set<String> parse(String option) {
    Set<String> names = new HashSet<>();
    int from = 0;
    while (from < option.length()) {
      int to = option.indexOf(';', from);
      int end = to < 0 ? option.length() : to;
      String name = option.substring(from, end).trim();
      if (!name.isEmpty()) {
        names.add(name);
      }
      from = end + 1;
    }
    return names;
  }
}
