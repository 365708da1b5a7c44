package io.rekindle.agent.types;

/**
 * Reads a container in portions, with pauses in which the application may change it. No element is
 * handed over twice unless the container was changed meanwhile; some may be left out then.
 */
public abstract class ContainerScan {

  /** Elements of about one portion. */
  static final int PORTION = 256;

  /** Receives the elements. */
  public interface Target {
    /** An element of a sequence. */
    void element(Object element);

    /** An entry of a map. */
    void entry(Object key, Object value);
  }

  /**
   * Hands over the next portion.
   *
   * @return false if that was the last one
   */
  public abstract boolean next(Object container, Target target);
}
