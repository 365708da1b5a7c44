package io.rekindle.agent.restore;

import io.rekindle.codec.ClassDescriptor;
import io.rekindle.codec.FieldDescriptor;
import io.rekindle.codec.recovery.StateImage;
import java.util.Set;

/** Keeps the state as it was before an upgrade of the application drops a part of it. */
public interface StateKeeper {

  /**
   * Called once, under the commit lock, before any commit without those values.
   *
   * @param state all that is stored
   * @param dropped stored fields that the application's classes have no more, at least one
   * @param losing the stored classes whose nodes lose values
   * @throws RuntimeException to refuse the restart
   */
  void beforeDropping(StateImage state, Set<FieldDescriptor> dropped, Set<ClassDescriptor> losing);
}
