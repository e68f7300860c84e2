/**
 * Deterministic simulation of all layers of a workload over the ports in memory: seeded schedules
 * that interleave, pause, fail, repeat and crash, and a plain recount that every answer is held to.
 */
@NullMarked
package io.anabranch.apps.simulation;

import org.jspecify.annotations.NullMarked;
