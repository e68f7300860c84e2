package planted.io.anabranch.domain.fold;

import planted.io.anabranch.domain.view.View;

public interface Balance {
  View view();
}
