package io.rekindle;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Reads state that was written under an old name into the annotated class or field.
 *
 * <p>For a class give its former binary name ({@code com.acme.Konto}, {@code com.acme.Bank$Konto}),
 * for a field its former simple name.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.FIELD})
public @interface FormerName {

  /** The names, newest first; the first one that the stored state knows is used. */
  String[] value();
}
