package io.anabranch.apps.cli;

import io.anabranch.domain.answer.Layer;
import io.vavr.control.Option;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Makes the commands, each with the workloads that it may be given. */
final class Commands implements CommandLine.IFactory {

  private static final int HELP_WIDTH = 100;
  private static final Class<?>[] OF_WORKLOADS = {Workloads.class};

  private final Workloads workloads;

  Commands(Workloads workloads) {
    this.workloads = workloads;
  }

  /** The command line of a program. */
  static CommandLine line(Main program, Workloads workloads) {
    CommandLine line = new CommandLine(program, new Commands(workloads));
    line.registerConverter(RowWriter.Format.class, oneOf(RowWriter.Format.values()));
    line.registerConverter(Layer.class, oneOf(Layer.values()));
    // The examples are not to be broken into lines that a shell would take for two commands.
    line.setUsageHelpWidth(HELP_WIDTH);
    // As late as help is shown, because views cost time to build.
    Option.of(line.getSubcommands().get("replay"))
        .map(CommandLine::getHelpSectionMap)
        .forEach(help -> help.put(UsageMessageSpec.SECTION_KEY_FOOTER, all -> views(workloads)));
    return line;
  }

  /** Commands that may be given a workload have a constructor that takes all of them. */
  @Override
  public <K> K create(Class<K> type) throws Exception {
    if (type == Workloads.class) {
      return type.cast(workloads);
    }
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (Arrays.equals(constructor.getParameterTypes(), OF_WORKLOADS)) {
        return type.cast(constructor.newInstance(workloads));
      }
    }
    return CommandLine.defaultFactory().create(type);
  }

  private static String views(Workloads workloads) {
    List<String> lines =
        new ArrayList<>(
            List.of("", "Views, and the columns of their keys to ask by COLUMN=VALUE:"));
    lines.addAll(workloads.views());
    return lines.stream().map(line -> line + System.lineSeparator()).collect(Collectors.joining());
  }

  /** Takes what {@code toString} says, in any case. */
  private static <T> CommandLine.ITypeConverter<T> oneOf(T[] known) {
    return word ->
        Stream.of(known)
            .filter(one -> one.toString().equalsIgnoreCase(word))
            .findFirst()
            .orElseThrow(
                () ->
                    new CommandLine.TypeConversionException(
                        "'"
                            + word
                            + "' is not one of "
                            + Stream.of(known).map(T::toString).collect(Collectors.joining(", "))));
  }
}
