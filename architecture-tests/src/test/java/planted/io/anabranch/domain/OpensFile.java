package planted.io.anabranch.domain;

import java.nio.file.Path;

abstract class OpensFile {
  abstract Path known();
}
