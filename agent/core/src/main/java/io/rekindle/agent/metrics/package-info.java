/**
 * What the engine tells of itself: figures, as an MXBean, and JFR events. Neither JMX nor JFR is
 * loaded before the application has started, and both may be absent. Must not depend on the engine.
 */
package io.rekindle.agent.metrics;
