package planted.io.anabranch.apps.launch;

import planted.picocli.CommandLine;

abstract class LaunchesWithPicocli {
  abstract CommandLine known();
}
