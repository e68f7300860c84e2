package planted.io.anabranch.domain.view;

public interface View {}
