/**
 * A bank whose customers, several threads, move money from account to account: the sum of all
 * accounts is the same at every moment that a restart can show. {@link io.rekindle.demo.bank.Bank}
 * may be used by any number of threads.
 */
package io.rekindle.demo.bank;
