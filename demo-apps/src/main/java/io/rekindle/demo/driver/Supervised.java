package io.rekindle.demo.driver;

import java.util.OptionalInt;

/** An application under a {@link Supervisor}, over all its restarts. */
public interface Supervised extends AutoCloseable {

  /** The exit code, once the application has ended for good. */
  OptionalInt exitCode();

  /** Ends whatever still runs of it and of its supervisor. Does nothing the second time. */
  @Override
  void close();
}
