package planted.io.anabranch.apps.ingest;

import planted.org.eclipse.jetty.server.Server;

abstract class GeneratesWithJetty {
  abstract Server known();
}
