package io.rekindle;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a field whose value, and every object reachable from it, comes back after a crash.
 *
 * <p>The field may be static or an instance field, have any visibility and be {@code final}. Java
 * {@code transient} fields of the objects reachable from it are left out and come back as {@code
 * null} or zero; reopen what they held in an {@link AfterRestore} method.
 *
 * <p>A static field is filled at the end of its class's static initializer, an instance field when
 * the outermost constructor of its object returns. A collection that the constructor made is filled
 * in place, so that parts of the application which were handed it see the restored entries; any
 * other value replaces what the constructor assigned.
 *
 * <p>A class with instance fields marked this way may have one live instance, or several if it is
 * {@link Restartable}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface State {}
