package planted.io.anabranch.apps.http;

import planted.org.apache.commons.lang3.StringUtils;

abstract class DrawsWithUnlistedLibrary {
  abstract StringUtils known();
}
