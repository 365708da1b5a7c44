package io.rekindle.agent.types;

/** A class whose objects can't be captured, with the reason. */
public final class RefusedHandler extends TypeHandler {

  private final Class<?> type;
  private final String remedy;

  RefusedHandler(Class<?> type, String remedy) {
    this.type = type;
    this.remedy = remedy;
  }

  @Override
  public void put(Object value, NodeSink sink) {
    throw new RefusedException(value, type, remedy);
  }
}
