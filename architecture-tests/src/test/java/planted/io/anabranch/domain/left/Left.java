package planted.io.anabranch.domain.left;

import planted.io.anabranch.domain.right.Right;

public interface Left {
  Right right();
}
