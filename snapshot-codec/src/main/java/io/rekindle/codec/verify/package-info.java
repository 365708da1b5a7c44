/**
 * Looking into a store without the application's classes: checking it, printing it, comparing two
 * states. For tools: favours clear answers over speed and memory. Changes nothing on disk.
 */
package io.rekindle.codec.verify;
