package planted.org.apache.spark;

/** Stands for a technology of that package. */
public final class Session {}
