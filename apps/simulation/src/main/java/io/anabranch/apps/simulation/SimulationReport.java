package io.anabranch.apps.simulation;

import io.vavr.control.Option;
import java.time.Duration;

/**
 * What a simulation came to.
 *
 * @param schedules how many were run to their end
 * @param answers how many answers were held to the recount
 * @param publications how many publications they were given amid
 * @param crashes how often an actor died
 * @param failures how often a call was told to have failed
 * @param cpu processor time of all threads, as far as the machine tells
 * @param isInterrupted whether it was stopped before its end
 * @param counterexample the first schedule in which something was wrong
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
