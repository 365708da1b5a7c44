package io.rekindle.guarantees.apps.library;

import io.rekindle.guarantees.apps.Passed;

/** Stands for code of a library that writes the public fields of an application's objects. */
public final class LibraryWriter {

  private LibraryWriter() {}

  /** Sets the field with the same instruction as the application would. */
  public static void write(Passed.Item target, int value) {
    target.value = value;
  }
}
