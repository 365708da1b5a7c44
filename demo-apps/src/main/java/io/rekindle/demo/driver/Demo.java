package io.rekindle.demo.driver;

import java.io.IOException;

/** One of the demos: runs its application, kills it and judges the result. */
public interface Demo {

  /**
   * Runs the demo.
   *
   * @param workspace a directory of its own
   * @return whether nothing was lost and nothing was done twice; if not, the screen says what
   * @throws DemoFailure if it could not be found out
   */
  boolean run(Workspace workspace) throws IOException, DemoFailure;
}
