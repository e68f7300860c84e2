package io.anabranch.apps.ingest.generate;

/**
 * Creates the generator of a workload. A jar that names an implementation in {@code
 * META-INF/services/io.anabranch.apps.ingest.generate.GeneratorFactory} beside its workload lets
 * {@code demo}, {@code ingest} and {@code bench} generate input for it.
 */
public interface GeneratorFactory {

  /** The name of the workload. */
  String workload();

  /** A new generator. Equal settings give equal records. */
  Generator create(GeneratorSettings settings);
}
