package io.anabranch.apps.simulation;

import io.vavr.control.Option;
import java.time.Duration;

/**
 * The result of a simulation.
 *
 * @param schedules how many schedules ran to their end
 * @param answers how many answers were compared with the recount
 * @param publications how many publications succeeded
 * @param crashes how often an actor crashed
 * @param failures how many calls failed
 * @param cpu processor time of all threads of the process; zero if unknown
 * @param isInterrupted whether the simulation was stopped before its end
 * @param counterexample the first schedule that violated an invariant
 */
public record SimulationReport(
    long schedules,
    long answers,
    long publications,
    long crashes,
    long failures,
    Duration cpu,
    boolean isInterrupted,
    Option<Counterexample> counterexample) {}
