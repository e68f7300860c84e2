package io.anabranch.apps.cli;

import io.anabranch.apps.layers.NotStarted;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.Locale;

/**
 * What to do next about a failure, in commands of this program. Messages of layers and adapters
 * state facts, as not everybody who embeds them has these commands.
 */
final class Remedies {

  private Remedies() {}

  /** What failed, and what to do next where that is known. */
  static String withNextStep(Throwable failure) {
    return withNextStep(String.valueOf(failure.getMessage()), of(failure));
  }

  /** A description, and what to do next about its reason. */
  static String withNextStep(String description, StoreFailure.Reason reason) {
    return withNextStep(description, of(reason));
  }

  private static String withNextStep(String description, Option<String> nextStep) {
    String separator = description.endsWith(".") ? " " : "; ";
    return nextStep.map(step -> description + separator + step).getOrElse(description);
  }

  /** What to do about a failure, by the reason that it or one of its causes gives. */
  static Option<String> of(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof NotStarted waiting) {
        return Option.some(
            String.format(
                Locale.ROOT,
                "start them with 'anabranch speed %1$s' and 'anabranch batch %1$s'; if they end"
                    + " because a topic was recreated, run 'anabranch adopt %1$s --accept-loss'",
                waiting.workload()));
      }
      if (each instanceof StoreFailure store && store.reason() != StoreFailure.Reason.OTHER) {
        return of(store.reason());
      }
    }
    return Option.none();
  }

  private static Option<String> of(StoreFailure.Reason reason) {
    return switch (reason) {
      case OTHER -> Option.none();
      case UNREACHABLE ->
          Option.some(
              "'anabranch status' shows the servers of this machine, 'anabranch up' starts them;"
                  + " 'anabranch config show' shows which addresses are used");
      case TOPIC_ABSENT ->
          Option.some("'anabranch ingest WORKLOAD' creates it under its name and sends records");
      case TOPIC_RECREATED ->
          Option.some(
              "'anabranch adopt WORKLOAD' shows what is lost, and continues with the new topic by"
                  + " --accept-loss");
      case TOPIC_TRUNCATED ->
          Option.some(
              "delete the topic, create it again with 'anabranch ingest WORKLOAD', send again what"
                  + " it lost, then run 'anabranch adopt WORKLOAD'");
      case RECORDS_LOST ->
          Option.some(
              "restore the files of the archive from a copy, or run 'anabranch adopt WORKLOAD',"
                  + " which shows what is lost, and continues without it by --accept-loss");
      case ARCHIVE_INCOMPLETE ->
          Option.some(
              "restore the files of the archive from a copy, then run 'anabranch adopt WORKLOAD'");
    };
  }
}
