/**
 * Runs a demo application under a supervisor, kills its JVM again and again, measures how long each
 * restart takes, and judges whether anything was lost. It knows the applications by their command
 * lines, progress lines and results alone. One thread does all the work.
 */
package io.rekindle.demo.driver;
