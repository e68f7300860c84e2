package planted.io.anabranch.domain;

import java.util.concurrent.Executor;

abstract class StartsExecutor {
  abstract Executor known();
}
