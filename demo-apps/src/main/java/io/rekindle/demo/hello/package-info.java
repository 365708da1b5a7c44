/** The smallest demo: a program that greets, is killed, and knows that it was restarted. */
package io.rekindle.demo.hello;
