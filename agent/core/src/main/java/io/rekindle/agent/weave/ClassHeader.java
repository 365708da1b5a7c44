package io.rekindle.agent.weave;

import java.util.List;

/**
 * What is asked about a class when others are woven.
 *
 * @param superName internal name, or null for {@code Object}
 * @param interfaces internal names of those it declares
 * @param declaresState whether it has instance fields with state
 */
record ClassHeader(String superName, List<String> interfaces, boolean declaresState)
    implements HeaderSource {

  static ClassHeader of(ClassFacts facts) {
    return new ClassHeader(facts.superName, facts.interfaces, !facts.instanceState.isEmpty());
  }

  /** That of a class without state. */
  static ClassHeader of(ClassFile file) {
    return new ClassHeader(file.superName, file.interfaces, false);
  }

  @Override
  public ClassHeader header() {
    return this;
  }
}
