package io.rekindle;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that runs after the state of its object, or of its class if it is static, has been
 * put back and before application threads see the object. Reopen files and sockets here.
 *
 * <p>The method has no parameter or a single {@link RestoreInfo}. It is not called at the first
 * start of an application. An exception thrown by it is treated as a failed restore: see the option
 * {@code on-restore-failure}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface AfterRestore {}
