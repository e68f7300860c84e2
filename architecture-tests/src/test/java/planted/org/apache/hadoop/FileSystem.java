package planted.org.apache.hadoop;

/** Stands for a technology of that package. */
public final class FileSystem {}
