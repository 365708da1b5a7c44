package io.rekindle.benchmarks;

/** A row that could not be measured; the message is what the report shows in its place. */
final class MeasurementException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MeasurementException(String message) {
    super(message);
  }
}
