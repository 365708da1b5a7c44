/**
 * Gives the bootstrap loader the classes that applications and woven code see. In the isolated
 * zone; the one place that is compiled against a package of the JDK that is not public.
 */
package io.rekindle.agent.boot;
