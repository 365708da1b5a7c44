package io.rekindle;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Tells the live instances of a class with instance {@link State} fields apart.
 *
 * <p>After a restart, the instance constructed with an equal key receives the state of the instance
 * that had it before. Two live instances with one key, or a second live instance of a class without
 * this annotation, are reported with the name of the class; the second one's state is not captured.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Restartable {

  /**
   * The name of the field that holds the key: a {@link String}, an integer type or its box, an
   * {@code enum} or a {@link java.util.UUID}. It has to be set, and not {@code null}, when the
   * constructor returns, and must not change afterwards.
   */
  String key();
}
