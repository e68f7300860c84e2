package planted.org.eclipse.jetty.server;

/** Stands for a technology of that package. */
public final class Server {}
