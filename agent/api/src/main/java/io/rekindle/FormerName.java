package io.rekindle;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Reads state that was written under an old name into the annotated class, field, record component
 * or enum constant.
 *
 * <p>For a class give its former binary name ({@code com.acme.Konto}, {@code com.acme.Bank$Konto}),
 * for the others the former simple name. A class nested in a renamed one is found without an
 * annotation of its own. The class that had the name must be gone. Two classes that claim one name
 * end the restart with exit code 65; the stored state is not touched.
 *
 * <p>The first commit after a restart writes the state under the new names. The annotation can be
 * removed when no store is left that was last used by an older version.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.FIELD})
public @interface FormerName {

  /** The names, newest first; the first one that the stored state knows is used. */
  String[] value();
}
