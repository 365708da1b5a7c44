package io.rekindle;

/**
 * What an {@link AfterRestore} method may want to know about the restart it is part of.
 *
 * @param name the registered name of the application
 * @param incarnation the number of the JVM now running under that name, counted from 1
 * @param sequence the number of the last commit whose effects were restored
 * @param previousExit how the previous incarnation ended, if known
 */
public record RestoreInfo(
    String name, long incarnation, long sequence, PreviousExit previousExit) {}
