package io.rekindle.guarantees.apps;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;

/** Becomes part of the state while it is deserialized, before its subclass's fields are set. */
class Late implements Serializable {

  private static final long serialVersionUID = 1;

  /** Has a field that the stream sets after this object was captured. */
  static final class Value extends Late {
    private static final long serialVersionUID = 1;
    private final int value;

    Value(int value) {
      this.value = value;
    }

    @Override
    int value() {
      return value;
    }
  }

  int value() {
    return 0;
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    Passed.adopt(this);
  }
}
