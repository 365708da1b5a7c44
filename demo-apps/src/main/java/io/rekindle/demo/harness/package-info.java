/**
 * What lets a driver watch a demo application from outside and end it at a chosen moment: a log of
 * progress lines and a mapped count of acknowledged work, both of which survive {@code SIGKILL},
 * and the parsing of arguments. Types are for one thread unless they say otherwise. Nothing here
 * depends on anything but the JDK, and nothing here is needed to use Rekindle.
 */
package io.rekindle.demo.harness;
