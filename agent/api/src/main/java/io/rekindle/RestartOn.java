package io.rekindle;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Has the application restarted when one of these exceptions, or a subclass of one, leaves a
 * method, on whatever thread; as if {@link Rekindle#escalate} were called then. The exception goes
 * on to the caller as it would otherwise.
 *
 * <p>On a class it counts for all methods that the class itself declares and that are not private,
 * and for the bodies of its lambda expressions; a method's own annotation goes before it.
 * Constructors, static initializers, and methods of subclasses that are not annotated themselves
 * are left out. An exception that is caught within the method has not left it.
 *
 * <p>Without the agent, without a restart loader, or in classes that are not woven, it does
 * nothing.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface RestartOn {

  /** The exceptions. */
  Class<? extends Throwable>[] value();

  /** How much is restarted. */
  Level level() default Level.GROUP;
}
