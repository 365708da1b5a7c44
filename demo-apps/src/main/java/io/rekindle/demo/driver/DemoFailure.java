package io.rekindle.demo.driver;

/** The demo can't go on: it says nothing on whether anything was lost. */
public final class DemoFailure extends Exception {

  private static final long serialVersionUID = 1L;

  /** Makes one with a message for the user. */
  public DemoFailure(String message) {
    super(message);
  }
}
