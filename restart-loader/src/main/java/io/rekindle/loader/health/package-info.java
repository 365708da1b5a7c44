/**
 * Whether an incarnation is ready, and whether it still lives: the loader's side of readiness,
 * heartbeats and probes. {@link io.rekindle.loader.health.HealthWatch} is what supervision talks
 * to; each incarnation has threads of its own for its looks, which end with it. Knows nothing of
 * restarts: it ends what is sick, and tells why. Depends on {@code store} and {@code socket} only.
 */
package io.rekindle.loader.health;
