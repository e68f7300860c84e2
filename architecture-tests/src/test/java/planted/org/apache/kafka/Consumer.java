package planted.org.apache.kafka;

/** Stands for a technology of that package. */
public final class Consumer {}
