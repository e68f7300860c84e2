package planted.io.anabranch.adapters.wire;

import java.nio.file.Path;

abstract class WritesFile {
  abstract Path known();
}
