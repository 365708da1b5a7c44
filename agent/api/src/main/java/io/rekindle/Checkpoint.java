package io.rekindle;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method one atomic step: all changes of state made by the outermost call become durable
 * together before it returns, and a restart never shows half of one.
 *
 * <p>A nested call joins the outermost one of its thread. When the method ends by an exception,
 * what memory holds at that moment is committed, since the application goes on with it too. Keep it
 * short, and do not wait for other threads inside: the commit of one thread waits for the running
 * sections of the others.
 *
 * <p>Without the agent the method is an ordinary method.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Checkpoint {}
