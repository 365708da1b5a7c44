/**
 * A job that reads 10,000 reports of wildlife strikes to aircraft, record by record, into an
 * aggregate of many maps and classes, and writes a sorted report. Killed at any moment and
 * restarted by Rekindle, it goes on with the next record and ends with the same report. One thread
 * does all the work. The aggregate depends on the API of Rekindle alone.
 */
package io.rekindle.demo.birdstrikes;
