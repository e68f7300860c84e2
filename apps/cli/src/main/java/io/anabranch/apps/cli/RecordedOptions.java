package io.anabranch.apps.cli;

import io.anabranch.apps.ingest.recorded.InputException;
import io.anabranch.apps.ingest.recorded.InputTopics;
import io.anabranch.apps.ingest.recorded.RecordedInput;
import io.anabranch.apps.ingest.recorded.RecordedSource;
import io.anabranch.apps.ingest.recorded.ReferenceRecord;
import io.anabranch.apps.layers.WorkloadSetup;
import io.anabranch.apps.layers.serving.LabelsAt;
import io.anabranch.apps.standalone.replay.ReplayRequest;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.DuplicateRule;
import io.anabranch.domain.definition.ReferenceData;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.definition.WorkloadSetting;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.view.Workload;
import io.vavr.control.Option;
import java.io.File;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Recorded input, and how its events are read. */
final class RecordedOptions {

  private static final String ZONE = "zone";

  @picocli.CommandLine.Option(
      names = "--file",
      paramLabel = "F",
      description = "Recorded input; - is standard input. May be given several times.")
  private List<String> files = new ArrayList<>();

  @picocli.CommandLine.Option(
      names = "--reference",
      paramLabel = "F",
      description =
          "Recorded reference data of the workload, for example groups and shifts for metrics.")
  private @Nullable String reference;

  @picocli.CommandLine.Option(
      names = "--zone",
      paramLabel = "ZONE",
      description = "Short for --workload-setting zone=ZONE.")
  private @Nullable String zone;

  @picocli.CommandLine.Option(
      names = "--workload-setting",
      paramLabel = "NAME=VALUE",
      description =
          "A setting of the workload itself, for example zone=Europe/Madrid for metrics"
              + " (default: its default). May be given several times.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @picocli.CommandLine.Option(
      names = "--slice-bits",
      paramLabel = "K",
      description = "Slices of 2^K offsets (default: chosen to fit the publications).")
  private @Nullable Integer sliceBits;

  @picocli.CommandLine.Option(
      names = "--event-id",
      paramLabel = "FIELD",
      description =
          "Count an event once per value of this field, a text or an integer; events without it are"
              + " rejected.")
  private @Nullable String eventId;

  @picocli.CommandLine.Option(
      names = "--horizon",
      paramLabel = "H",
      description = "How many offsets back to look for the same id (default: all).")
  private @Nullable Long horizon;

  /**
   * Recorded input that was read.
   *
   * @param setup of the workload, whose layers read all of the input's topics
   * @param labels of the whole reference log
   */
  record Recorded(
      WorkloadSetup setup,
      RecordedInput input,
      DefinitionSpec definition,
      LabelsAt labels,
      Option<Integer> sliceBits) {

    /** What builds the workload, reading all of the input's topics. */
    WorkloadFactory factory() {
      return setup.factory();
    }

    Workload<?> workload() {
      return create(factory(), definition);
    }

    ReplayRequest request(int publications) {
      return new ReplayRequest(definition, input, sliceBits, publications);
    }
  }

  Option<String> eventId() {
    return Option.of(eventId);
  }

  boolean hasFiles() {
    return !files.isEmpty() || reference != null;
  }

  /** The recording as something to send: its reference log and its events. */
  RecordedSource source(WorkloadFactory factory, Clock clock, PrintWriter err)
      throws InputException {
    InputTopics topics = topics(factory);
    RecordedInput input = read(factory.workload(), topics, clock, err);
    List<ReferenceRecord> records = new ArrayList<>(input.reference());
    if (reference != null) {
      records.addAll(RecordedInput.readReference(reference, factory.referenceTopics()));
    }
    return new RecordedSource(input, records, clock.millis());
  }

  void checkFiles() {
    if (files.isEmpty()) {
      throw new UsageException(
          "Missing the input: --file F, where F is recorded input or - for standard input");
    }
  }

  void check(WorkloadFactory factory) {
    if (reference != null && factory.referenceTopics().isEmpty()) {
      throw new UsageException("--reference: " + factory.workload() + " has no reference data");
    }
  }

  /** The workload as it is before any reference data is read. */
  Workload<?> workloadWithoutReference(WorkloadFactory factory) {
    return create(factory, definition(factory, factory.referenceData()));
  }

  /** Reads the input, and reports anything unexpected in it. */
  Recorded read(WorkloadFactory shipped, Clock clock, PrintWriter err, boolean listRejected)
      throws InputException {
    InputTopics topics = topics(shipped);
    RecordedInput input = read(shipped.workload(), topics, clock, err);
    ReferenceLog referenceLog = referenceLog(shipped, input, err, listRejected);
    return new Recorded(
        setup(topics.widened(shipped)),
        input,
        definition(shipped, referenceLog.data()),
        referenceLog.labels(),
        Option.of(sliceBits));
  }

  /** A pattern that the shell has expanded leaves all files but the first without a flag. */
  static void refuseFile(String word) {
    if (new File(word).isFile()) {
      throw new UsageException("'" + word + "' is a file: give --file before each file");
    }
  }

  private InputTopics topics(WorkloadFactory factory) {
    return InputTopics.of(setup(factory));
  }

  private RecordedInput read(String workload, InputTopics topics, Clock clock, PrintWriter err)
      throws InputException {
    RecordedInput input = RecordedInput.read(files, topics, clock.millis());
    for (String foreign : topics.foreign()) {
      err.println("topic '" + foreign + "' is not a topic of " + workload + "; it is read as one");
    }
    return input;
  }

  /** The entries among the input, then those of the file that is named. */
  private ReferenceLog referenceLog(
      WorkloadFactory factory, RecordedInput input, PrintWriter err, boolean listRejected)
      throws InputException {
    List<ReferenceRecord> records = new ArrayList<>(input.reference());
    if (reference != null) {
      records.addAll(RecordedInput.readReference(reference, factory.referenceTopics()));
    }
    if (!factory.referenceTopics().isEmpty() && records.isEmpty()) {
      err.println(
          (reference == null ? "no --reference" : "the reference is empty")
              + ": labels and parameters have their defaults");
    }
    ReferenceLog log = ReferenceLog.of(factory, records);
    log.print(err, listRejected);
    return log;
  }

  private DefinitionSpec definition(WorkloadFactory factory, ReferenceData said) {
    return setup(factory).desired(said);
  }

  private WorkloadSetup setup(WorkloadFactory factory) {
    if (sliceBits != null && (sliceBits < 0 || sliceBits > SliceBits.MAX)) {
      throw new UsageException("--slice-bits takes 0 to " + SliceBits.MAX + ", not " + sliceBits);
    }
    return WorkloadSetup.of(factory, plain(factory)).with(own(factory));
  }

  private DefinitionSpec plain(WorkloadFactory factory) {
    DefinitionSpec plain = DefinitionSpec.of(factory.workload(), new SliceBits(0));
    if (eventId == null) {
      if (horizon != null) {
        throw new UsageException(
            "--horizon goes with --event-id FIELD: it says how far back to look");
      }
      return plain;
    }
    if (eventId.isEmpty() || (horizon != null && horizon < 0)) {
      throw new UsageException("--event-id takes a field's name and --horizon a number from 0 on");
    }
    return plain.withDuplicates(
        new DuplicateRule(eventId, horizon == null ? Long.MAX_VALUE : horizon));
  }

  /** The workload's own settings, as flags have them. */
  private Map<String, String> own(WorkloadFactory factory) {
    Map<String, String> own = new TreeMap<>();
    settings.forEach(
        (name, value) ->
            own.put(name, checked(factory, "--workload-setting " + name, name, value)));
    if (zone != null && own.put(ZONE, checked(factory, "--zone", ZONE, zone)) != null) {
      throw new UsageException("--zone and --workload-setting zone are the same: give one of them");
    }
    return own;
  }

  private static String checked(WorkloadFactory factory, String flag, String name, String value) {
    for (WorkloadSetting setting : factory.settings()) {
      if (setting.name().equals(name)) {
        if (!setting.isValid().test(value)) {
          throw new UsageException(flag + " is '" + value + "', and takes " + setting.expected());
        }
        return value;
      }
    }
    List<String> known = factory.settings().stream().map(WorkloadSetting::name).toList();
    throw new UsageException(
        flag
            + ": "
            + factory.workload()
            + " has no setting '"
            + name
            + "'; it has "
            + (known.isEmpty() ? "none" : String.join(", ", known)));
  }

  private static Workload<?> create(WorkloadFactory factory, DefinitionSpec definition) {
    try {
      return factory.create(definition);
    } catch (IllegalArgumentException invalid) {
      throw new UsageException(String.valueOf(invalid.getMessage()));
    }
  }
}
