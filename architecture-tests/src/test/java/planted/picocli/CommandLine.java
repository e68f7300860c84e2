package planted.picocli;

/** Stands for a technology of that package. */
public final class CommandLine {}
