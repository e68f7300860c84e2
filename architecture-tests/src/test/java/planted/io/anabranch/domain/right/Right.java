package planted.io.anabranch.domain.right;

import planted.io.anabranch.domain.left.Left;

public interface Right {
  Left left();
}
