package planted.ch.randelshofer.fastdoubleparser;

/** Stands for a technology of that package. */
public final class Parser {}
