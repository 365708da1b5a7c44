package io.rekindle.agent.engine;

import io.rekindle.PreviousExit;
import io.rekindle.Role;
import io.rekindle.agent.Predecessors;
import io.rekindle.bootstrap.Sections;
import io.rekindle.spi.RekindleRuntime;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** What the facade answers with the agent present. */
final class ManagedRuntime implements RekindleRuntime {

  private final RunningEngine engine;
  private final PreviousExit previousExit;
  private final Predecessors predecessors;

  ManagedRuntime(RunningEngine engine, PreviousExit previousExit, Predecessors predecessors) {
    this.engine = engine;
    this.previousExit = previousExit;
    this.predecessors = predecessors;
  }

  @Override
  public boolean isManaged() {
    return true;
  }

  @Override
  public boolean isRestart() {
    return engine.isRestart();
  }

  @Override
  public long incarnation() {
    return engine.incarnation();
  }

  @Override
  public String name() {
    return engine.name();
  }

  @Override
  public String group() {
    return engine.group();
  }

  @Override
  public String group(long pid) {
    return engine.groupCalls().groupOf(pid);
  }

  @Override
  public long spawn(String name, String... command) {
    return engine.groupCalls().spawn(name, List.of(command));
  }

  @Override
  public void restartGroup(String reason) {
    engine.groupCalls().restartGroup(reason);
  }

  @Override
  public boolean escalate(String level, String reason) {
    return engine.escalations().ask(level, reason);
  }

  @Override
  public Map.Entry<ByteBuffer, Boolean> block(String name, long size) {
    return engine.blocks().get(name, size);
  }

  @Override
  public boolean free(String name) {
    return engine.blocks().free(name);
  }

  @Override
  public void ready() {
    engine.ready();
  }

  @Override
  public void heartbeat() {
    engine.beat();
  }

  @Override
  @SuppressWarnings("unchecked") // The tracked form is a subclass of the container's class.
  public <T> T tracked(T container) {
    return container == null ? null : (T) engine.tracked(container);
  }

  @Override
  public void cleanExit() {
    engine.declareCleanExit();
  }

  @Override
  public PreviousExit previousExit() {
    return previousExit;
  }

  @Override
  public long originalPid() {
    return predecessors.originalPid();
  }

  @Override
  public long previousPid() {
    return predecessors.previousPid();
  }

  @Override
  public Role role() {
    return Role.PRIMARY;
  }

  @Override
  public void checkpoint() {
    if (!Sections.isInside()) {
      engine.checkpoint();
    }
  }

  @Override
  public void enter() {
    Sections.enter();
  }

  @Override
  public void exit() {
    Sections.exit();
  }
}
