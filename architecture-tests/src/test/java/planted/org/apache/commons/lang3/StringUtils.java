package planted.org.apache.commons.lang3;

/** Stands for a library that no module lists. */
public final class StringUtils {}
